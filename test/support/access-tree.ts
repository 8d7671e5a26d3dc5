import { ALL, APPROVERS, type Line } from './access-callers.js';

const REASON = 'decided by the committee';

/** The union tree: everybody sees their part, who keeps it changes it; both unions of a move are looked for alike. */
export const UNION_TREE: Readonly<Record<string, Line>> = {
  'GET /console/v1/org-tree': { who: ALL, list: 'org' },
  'POST /console/v1/orgs': {
    who: APPROVERS,
    body: { parentId: '$org', level: 'GROUP', name: '新工会小组', reason: REASON },
  },
  'GET /console/v1/orgs/:id/outlook': { who: APPROVERS, id: 'org' },
  'POST /console/v1/orgs/:id/rename': { who: APPROVERS, id: 'org', body: { name: '工会甲', reason: REASON } },
  'POST /console/v1/orgs/:id/move': { who: APPROVERS, id: 'org', body: { parentId: '$org', reason: REASON } },
  'POST /console/v1/orgs/:id/dissolve': { who: APPROVERS, id: 'org', body: { reason: REASON } },
  'GET /console/v1/orgs/:id/history': { who: ALL, id: 'org' },
};
