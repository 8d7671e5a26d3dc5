import { ALL, CHECKERS, MAKERS, type Line } from './access-callers.js';

const REASON = 'asked for at the desk';

/** Budget lines and what two officers decide about them. */
export const BUDGETS: Readonly<Record<string, Line>> = {
  'GET /console/v1/budget-tree': { who: ALL, list: 'line' },
  'GET /console/v1/budget-proposals': { who: ALL, list: 'proposal' },
  'POST /console/v1/budget-proposals/:id/decision': { who: CHECKERS, id: 'proposal', body: { approve: false } },
  'GET /console/v1/budgets': { who: ALL, list: 'line' },
  'GET /console/v1/budgets/:id': { who: ALL, id: 'line' },
  'GET /console/v1/budgets/:id/history': { who: ALL, id: 'line' },
  'POST /console/v1/budgets': {
    who: MAKERS,
    body: { id: 'new-line', orgId: '$org', name: '预算', year: 2026, totalFen: 100, reason: REASON },
    missing: 422,
  },
  'POST /console/v1/budgets/:id/proposals': {
    who: MAKERS,
    id: 'line',
    body: { kind: 'CLAW_BACK', version: 99, amountFen: 1, reason: REASON },
  },
  'POST /console/v1/budgets/:id/allocations': {
    who: MAKERS,
    id: 'line',
    body: { version: 99, amountFen: 1, to: { id: 'below', orgId: 'u1', name: '预算' } },
  },
  'POST /console/v1/budgets/:id/carry-over': {
    who: MAKERS,
    id: 'line',
    body: { version: 99, to: { id: 'next', name: '预算' } },
  },
  'POST /console/v1/budgets/:id/close': { who: MAKERS, id: 'line', body: { version: 99 } },
};
