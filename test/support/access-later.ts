import { APPROVERS, type Line, PEOPLE, STAFF, WORKER } from './access-callers.js';
import { APPLICATIONS, WITHDRAWALS } from './access-rows.js';

const REASON = 'asked for at the desk';

/** Plastic cards in bulk and those given out before, and everything about joining, leaving and moving. */
export const LATER: Readonly<Record<string, Line>> = {
  'GET /console/v1/cards/productions': { who: PEOPLE, list: 'production' },
  'GET /console/v1/cards/productions/outlook': { who: STAFF, query: '?orgId=u1&audience=APPLIED' },
  'POST /console/v1/cards/productions': { who: STAFF },
  'GET /console/v1/cards/productions/:id': { who: PEOPLE, id: 'production' },
  'POST /console/v1/cards/productions/:id/release': { who: APPROVERS, id: 'production', body: { reason: REASON } },
  'POST /console/v1/cards/productions/:id/cancel': { who: STAFF, id: 'production', body: { reason: REASON } },
  'POST /console/v1/cards/productions/:id/remake': { who: STAFF },
  'POST /console/v1/cards/productions/:id/hand-over': { who: STAFF },
  'GET /console/v1/cards/productions/:id/sheet.pdf': { who: STAFF },
  'GET /console/v1/cards/productions/:id/printer.csv': { who: STAFF },
  'GET /console/v1/cards/productions/:id/hand-over.pdf': { who: STAFF },
  'GET /console/v1/cards/takeovers': { who: PEOPLE, list: 'takeover' },
  'POST /console/v1/cards/takeovers': { who: STAFF },
  'GET /console/v1/cards/takeovers/template.csv': { who: STAFF },
  'GET /console/v1/cards/takeovers/:id': { who: PEOPLE, id: 'takeover' },
  'POST /console/v1/cards/takeovers/:id/take': { who: STAFF },
  'POST /console/v1/cards/takeovers/:id/discard': { who: STAFF, id: 'takeover' },
  'GET /console/v1/cards/takeovers/:id/errors.csv': { who: STAFF, id: 'takeover' },
  'GET /console/v1/members/:id/history': { who: PEOPLE, id: 'member' },
  'POST /console/v1/members/:id/standing': { who: STAFF, id: 'member', body: { step: 'RETAIN', reason: REASON } },
  'GET /console/v1/applications': { who: PEOPLE, list: 'application' },
  'GET /console/v1/applications/waiting': { who: STAFF, list: true },
  'POST /console/v1/applications': { who: STAFF },
  'POST /console/v1/applications/:id/decision': {
    who: STAFF,
    id: 'application',
    body: { approve: false, reason: REASON },
    renew: APPLICATIONS,
    works: 200,
  },
  'GET /console/v1/withdrawals': { who: PEOPLE, list: 'withdrawal' },
  'POST /console/v1/withdrawals/:id/decision': {
    who: STAFF,
    id: 'withdrawal',
    body: { confirm: false, answer: REASON },
    renew: WITHDRAWALS,
    works: 200,
  },
  'GET /worker/v1/unions': { who: WORKER },
  'GET /worker/v1/joining': { who: WORKER },
  'POST /worker/v1/joining': { who: WORKER },
  'POST /worker/v1/joining/cancellation': { who: WORKER },
  'GET /worker/v1/membership': { who: WORKER },
  'POST /worker/v1/membership/transfer': { who: WORKER },
  'POST /worker/v1/membership/transfer/cancellation': { who: WORKER },
  'POST /worker/v1/membership/withdrawal': { who: WORKER },
  'POST /worker/v1/membership/withdrawal/cancellation': { who: WORKER },
  // Last of all: it ends the worker's own session.
  'POST /console/v1/members/:id/phone': {
    who: STAFF,
    id: 'member',
    body: { phone: '13900000009', reason: REASON, documentSeen: true },
  },
};
