import { Session } from '../shared/session.js';

/** The officer signed in on this browser. */
export const session = new Session('console');
