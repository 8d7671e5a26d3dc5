import { Session } from '../shared/session.js';

/** The member signed in on this phone. */
export const session = new Session('worker');
