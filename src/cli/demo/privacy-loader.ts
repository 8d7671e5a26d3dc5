import { ConsentsService, ErasuresService, MembersService } from '../../modules/members/index.js';
import type { DemoProduct } from './demo-product.js';
import type { DemoOfficers } from './logins-loader.js';

const LOOKS = ['核对困难职工申请材料', '职工来电核实登记手机号', '补发职工卡核对身份'];

/** What the pages of personal data show: looks at whole numbers, a sensitive consent, and deletions that wait or were refused. */
export async function loadPrivacyWork(
  product: DemoProduct,
  officers: Pick<DemoOfficers, 'maker' | 'checker'>,
  memberIds: readonly string[],
): Promise<void> {
  const { maker, checker } = officers;
  for (const [at, purpose] of LOOKS.entries()) {
    const memberId = memberIds[at % Math.min(2, memberIds.length)];
    if (memberId !== undefined) await product.get(MembersService).reveal(maker, memberId, purpose);
  }
  const [, consenting] = memberIds;
  if (consenting !== undefined) await giveSensitive(product, consenting);
  const [waiting, proposed, refused] = await listQuietMembers(product);
  const erasures = product.get(ErasuresService);
  if (waiting) await erasures.ask({ kind: 'worker', ...waiting });
  if (proposed) await erasures.propose(maker, proposed.memberId, '本人到窗口书面申请，已核对身份');
  if (refused) {
    const { erasureId } = await erasures.propose(maker, refused.memberId, '家属代为申请');
    await erasures.decide(checker, erasureId, false);
  }
}

async function giveSensitive(product: DemoProduct, memberId: string): Promise<void> {
  const rows: { loginId: string }[] = await product.database.db.query(
    'SELECT id AS "loginId" FROM login WHERE member_id = $1',
    [memberId],
  );
  const loginId = rows[0]?.loginId;
  if (loginId === undefined) return;
  const caller = { kind: 'worker', memberId, loginId } as const;
  await product.get(ConsentsService).answer(caller, { kind: 'SENSITIVE', version: 1, given: true });
}

/** Members without a card, whose leaving changes no figure the other pages show. */
function listQuietMembers({ database }: DemoProduct): Promise<{ memberId: string; loginId: string }[]> {
  return database.db.query(
    `SELECT m.id AS "memberId", l.id AS "loginId" FROM member m JOIN login l ON l.member_id = m.id
     WHERE m.org_id = 'a-001' AND NOT EXISTS (SELECT 1 FROM card c WHERE c.member_id = m.id)
       AND NOT EXISTS (SELECT 1 FROM member_category g WHERE g.member_id = m.id)
     ORDER BY m.member_no LIMIT 3`,
  );
}
