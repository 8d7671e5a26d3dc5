import type { Db } from '../../../platform/database/database.js';

/** One kind of thing the platform holds about a person: its titles, and its rows with the titles of their fields. */
export interface Section {
  readonly zh: string;
  readonly en: string;
  readonly fields: readonly { readonly key: string; readonly zh: string; readonly en: string }[];
  readonly sql: string;
}

const field = (key: string, zh: string, en: string) => ({ key, zh, en });

/** Everything that stands under a member's id, module by module; `$1` is the member. Times are RFC 3339 texts, money is fen. */
export const SECTIONS: Readonly<Record<string, Section>> = {
  profile: {
    zh: '会员资料',
    en: 'Membership',
    fields: [
      field('memberNo', '会员号', 'Member number'),
      field('name', '姓名', 'Name'),
      field('gender', '性别', 'Gender'),
      field('birthOn', '出生日期', 'Born'),
      field('joinedOn', '入会日期', 'Joined'),
      field('membership', '会籍', 'Standing'),
      field('union', '工会', 'Union'),
      field('employer', '用人单位', 'Employer'),
    ],
    sql: `SELECT m.member_no AS "memberNo", m.name, m.gender, m.birth_on::text AS "birthOn", m.joined_on::text AS "joinedOn", m.membership,
        o.name AS union, e.name AS employer
      FROM member m JOIN union_org o ON o.id = m.org_id LEFT JOIN enterprise e ON e.id = m.enterprise_id WHERE m.id = $1`,
  },
  standing: {
    zh: '会籍记录',
    en: 'History of membership',
    fields: [
      field('at', '时间', 'When'),
      field('kind', '事项', 'What'),
      field('from', '原工会', 'From'),
      field('to', '现工会', 'To'),
      field('untilOn', '保留至', 'Retained until'),
      field('reason', '原因', 'Reason'),
    ],
    sql: `SELECT v.at, v.kind, f.name AS from, t.name AS to, v.until_on::text AS "untilOn", v.reason FROM member_event v LEFT JOIN union_org f ON f.id = v.from_org_id
      LEFT JOIN union_org t ON t.id = v.to_org_id WHERE v.member_id = $1 ORDER BY v.at`,
  },
  cards: {
    zh: '职工卡',
    en: 'Cards',
    fields: [
      field('cardNo', '卡号', 'Number'),
      field('state', '状态', 'State'),
      field('issuedAt', '发卡时间', 'Issued'),
      field('activatedAt', '激活时间', 'Activated'),
    ],
    sql: `SELECT lpad(c.card_no::text, 10, '0') AS "cardNo", c.state, c.issued_at AS "issuedAt", c.activated_at AS "activatedAt"
      FROM card c WHERE c.member_id = $1 ORDER BY c.created_at`,
  },
  phones: {
    zh: '绑定过的手机',
    en: 'Phones bound',
    fields: [field('boundAt', '绑定时间', 'Bound'), field('replacedAt', '更换时间', 'Replaced')],
    sql: `SELECT d.bound_at AS "boundAt", d.replaced_at AS "replacedAt" FROM card_device d JOIN card c ON c.id = d.card_id
      WHERE c.member_id = $1 ORDER BY d.bound_at`,
  },
  categories: {
    zh: '人员类别',
    en: 'Groups you belong to',
    fields: [
      field('name', '类别', 'Group'),
      field('level', '级别', 'Level'),
      field('fromOn', '起', 'From'),
      field('untilOn', '止', 'Until'),
      field('state', '状态', 'State'),
      field('basis', '依据', 'Rests on'),
    ],
    sql: `SELECT k.name, c.level, c.from_on::text AS "fromOn", c.until_on::text AS "untilOn", c.state, c.basis
      FROM member_category c JOIN member_category_code k ON k.code = c.code WHERE c.member_id = $1 ORDER BY c.created_at`,
  },
  lists: {
    zh: '所在名单',
    en: 'Lists you are on',
    fields: [field('name', '名单', 'List'), field('addedAt', '加入时间', 'Since')],
    sql: `SELECT l.name, e.added_at AS "addedAt" FROM member_list_entry e JOIN member_list l ON l.id = e.list_id
      WHERE e.member_id = $1 ORDER BY e.added_at`,
  },
  redemptions: {
    zh: '核销记录',
    en: 'What you redeemed',
    fields: [
      field('occurredAt', '时间', 'When'),
      field('store', '门店', 'Store'),
      field('amountFen', '金额（分）', 'Amount (fen)'),
      field('discountFen', '优惠（分）', 'Saved (fen)'),
      field('state', '状态', 'State'),
      field('reason', '原因', 'Reason'),
    ],
    sql: `SELECT r.occurred_at AS "occurredAt", s.name AS store, r.amount_fen AS "amountFen", r.discount_fen AS "discountFen", r.state, r.reason
      FROM redemption r LEFT JOIN store s ON s.id = r.store_id WHERE r.member_id = $1 ORDER BY r.occurred_at DESC LIMIT 20000`,
  },
  holdings: {
    zh: '券与余额',
    en: 'Vouchers and balances',
    fields: [
      field('campaign', '活动', 'Campaign'),
      field('givenAt', '发放时间', 'Given'),
      field('givenUnits', '发放张数', 'Units given'),
      field('units', '剩余张数', 'Units left'),
      field('givenFen', '发放金额（分）', 'Fen given'),
      field('fen', '剩余金额（分）', 'Fen left'),
      field('state', '状态', 'State'),
    ],
    sql: `SELECT coalesce(c.definition->>'label', h.campaign_id) AS campaign, h.given_at AS "givenAt", h.given_units AS "givenUnits", h.units,
        h.given_fen AS "givenFen", h.fen, h.state FROM holding h JOIN campaign c ON c.id = h.campaign_id WHERE h.member_id = $1 ORDER BY h.given_at`,
  },
  consents: {
    zh: '同意记录',
    en: 'Consents',
    fields: [
      field('at', '时间', 'When'),
      field('kind', '内容', 'About'),
      field('version', '版本', 'Version'),
      field('given', '同意', 'Given'),
    ],
    sql: 'SELECT at, kind, version, given FROM member_consent WHERE member_id = $1 ORDER BY id',
  },
  sessions: {
    zh: '登录记录',
    en: 'Sign-ins',
    fields: [field('createdAt', '登录时间', 'Signed in'), field('expiresAt', '到期时间', 'Ends')],
    sql: `SELECT s.created_at AS "createdAt", s.expires_at AS "expiresAt" FROM session s JOIN login l ON l.id = s.login_id
      WHERE l.member_id = $1 ORDER BY s.created_at`,
  },
  looks: {
    zh: '谁查看过完整号码',
    en: 'Who looked at your numbers',
    fields: [field('at', '时间', 'When'), field('who', '查看人', 'Who'), field('purpose', '用途', 'Purpose')],
    sql: looksSql(),
  },
};

function looksSql(): string {
  return `SELECT a.at, coalesce(l.display_name, a.actor_kind) AS who, coalesce(a.detail->>'purpose', '') AS purpose
    FROM audit_entry a LEFT JOIN login l ON l.id = CASE WHEN a.actor_kind = 'officer' THEN a.actor_id::uuid END
    WHERE a.subject_kind = 'member' AND a.subject_id = $1::text AND a.action = 'member.revealed' ORDER BY a.id DESC LIMIT 1000`;
}

export type DataRow = Readonly<Record<string, string | number | boolean | Date | null>>;

export function loadSection(db: Db, { sql }: Section, memberId: string): Promise<DataRow[]> {
  return db.query(sql, [memberId]);
}

/** Who looked at a member's numbers, the newest first. */
export function listLooks(db: Db, memberId: string): Promise<{ at: Date; who: string; purpose: string }[]> {
  return db.query(looksSql(), [memberId]);
}
