import { Session } from '../shared/session.js';

/** The owner or cashier signed in on this device. */
export const session = new Session('merchant');
