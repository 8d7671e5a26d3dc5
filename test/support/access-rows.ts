import { CALLERS, type Line, PERSONS } from './access-callers.js';

/** One's own account, and the first sign-in of an officer. */
export const ACCOUNT_ROUTES: Readonly<Record<string, Line>> = {
  'POST /auth/v1/account/password': { who: PERSONS },
  'GET /auth/v1/account/sessions': { who: PERSONS },
  'DELETE /auth/v1/account/sessions/:id': { who: PERSONS },
  'POST /auth/v1/activation': { who: CALLERS },
  'POST /auth/v1/activation/open': { who: CALLERS },
};

/** What waits in membership, as before anybody decided; an application that waits has numbers, which a refusal does not open. */
export const APPLICATIONS = `UPDATE membership_application SET state = 'PENDING', decided_by = NULL, decision_reason = NULL, decided_at = NULL,
  id_number_cipher = '', id_number_hash = '', phone_cipher = '', phone_hash = ''`;
export const WITHDRAWALS = `UPDATE member_withdrawal SET state = 'REQUESTED', decided_by = NULL, answer = NULL, ended_at = NULL`;

/** A goal of each park's union, under ids of its own. */
export const GOAL_IDS = {
  u1: '0198c0de-0000-7000-8000-0000000000a1',
  u2: '0198c0de-0000-7000-8000-0000000000b1',
} as const;
export const GOALS = `INSERT INTO indicator_goal (id, indicator, org_id, goal_bps, by_on, set_by, set_at)
  SELECT id::uuid, 'standardRate', org, 6000, '2099-12-31', id::uuid, now()
  FROM (VALUES ('${GOAL_IDS.u1}', 'u1'), ('${GOAL_IDS.u2}', 'u2')) AS x (id, org) ON CONFLICT DO NOTHING`;

/** An officer of each park's union, under ids of their own. */
export const OFFICER_IDS = {
  u1: '0198c0de-0000-7000-8000-0000000000a2',
  u2: '0198c0de-0000-7000-8000-0000000000b2',
} as const;
export const OFFICER_ROLES = `INSERT INTO login_role (login_id, role, org_id)
  VALUES ('${OFFICER_IDS.u1}', 'GRASSROOTS_OFFICER', 'u1'), ('${OFFICER_IDS.u2}', 'GRASSROOTS_OFFICER', 'u2') ON CONFLICT DO NOTHING`;
export const OFFICER_ROWS = `INSERT INTO login (id, kind, username, display_name, password_hash, created_at)
  VALUES ('${OFFICER_IDS.u1}', 'OFFICER', 'officer.u1', '一厂干部', '', now()), ('${OFFICER_IDS.u2}', 'OFFICER', 'officer.u2', '二厂干部', '', now());
  ${OFFICER_ROLES}`;
