import { CaseClock, WaitingNotices } from '../../src/modules/members/index.js';
import { shanghaiDate } from '../../src/shared/time.js';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { addOfficer } from '../support/identity.js';
import { faultsOf, signInOfficer, signInWorker, WebProduct } from '../support/web-product.js';
import type { TestMember } from '../support/world.js';

const DAY_MS = 86_400_000;
/** A width at which nothing may hang over. */
const NARROW = 320;

describe('what waits and what ends, in a browser', () => {
  let web: WebProduct;
  let desk: Visitor;
  let auditor: Visitor;
  let worker: Visitor;
  let member: TestMember;

  const change = (sql: string, values: unknown[]) => web.product.database.transaction((tx) => tx.query(sql, values));
  const isWide = (visitor: Visitor): Promise<boolean> =>
    visitor.page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

  beforeAll(async () => {
    web = await WebProduct.start();
    member = await web.world.aMember({ name: '周晓梅', categories: [{ code: 'HARDSHIP', level: 'DEEP' }] });
    const now = web.world.now.getTime();
    await change('UPDATE member_category SET until_on = $2 WHERE member_id = $1', [
      member.memberId,
      shanghaiDate(now + 10 * DAY_MS),
    ]);
    await change(
      `INSERT INTO member_withdrawal (id, member_id, state, reason, requested_at) VALUES (gen_random_uuid(), $1, 'REQUESTED', '回老家', $2)`,
      [member.memberId, new Date(now - 15 * DAY_MS)],
    );
    const resting = await web.world.aMember({ name: '吴待业' });
    await change(`UPDATE member SET membership = 'RETAINED' WHERE id = $1`, [resting.memberId]);
    await change(
      `INSERT INTO member_event (id, member_id, kind, reason, until_on, actor_kind, actor_id, at)
       VALUES ('ffffffff-0000-7000-8000-000000000000', $1, 'RETAINED', '待业', $2, 'system', 'test', now())`,
      [resting.memberId, shanghaiDate(now + 5 * DAY_MS)],
    );
    await web.product.get(WaitingNotices).watch();
    await web.product.get(CaseClock).watch();
    [desk, auditor, worker] = await Promise.all([web.visit(DESK), web.visit(DESK), web.visit(PHONE)]);
    const officer = await addOfficer(web.product, 'desk.u1', 'GRASSROOTS_OFFICER', 'u1');
    const reader = await addOfficer(web.product, 'audit.u1', 'AUDITOR', 'u1');
    await signInOfficer(desk, { username: 'desk.u1', totpSecret: officer.totpSecret });
    await signInOfficer(auditor, { username: 'audit.u1', totpSecret: reader.totpSecret });
  });
  afterAll(() => web.close());

  it('the union whose work it is reads on its first page what waits, and is led there', async () => {
    const { page } = desk;
    const notices = page.getByRole('region', { name: '提醒' });
    await notices.getByText('1 个工会有 1 份退会申请等了 14 天以上').waitFor();
    await notices.getByText('1 个工会有 1 人保留会籍将在 7 天内到期').waitFor();
    await notices.getByText('1 个工会有 1 人的类别将在 30 天内到期').waitFor();
    // They go by themselves: nobody notes them away from the union that must act.
    expect(await notices.getByRole('button').count()).toBe(0);
    expect(await faultsOf(desk)).toEqual([]);
    await desk.shoot('waiting-1440');
    await page.setViewportSize(PHONE);
    await page.waitForFunction('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
    await desk.shoot('waiting-390');
    await page.setViewportSize(DESK);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('1 wishes to leave have waited 14 days or more in 1 unions').waitFor();
    await desk.shoot('waiting-1440-en');
    await page.getByRole('link', { name: 'Deal with it' }).click();
    await page.getByRole('button', { name: 'Talked, stays' }).waitFor();
    await desk.shoot('withdrawals-1440-en');
  });

  it('who only reads sees the wish to leave, is offered no decision, and is told of no work', async () => {
    const { page } = auditor;
    await page.getByText('1 个工会有 1 人的类别将在 30 天内到期').waitFor();
    expect(await page.getByText('份退会申请等了').count()).toBe(0);
    await page.goto('/console/membership?tab=withdrawals');
    await page.getByText('回老家').waitFor();
    expect(await page.getByRole('button', { name: '确认退会' }).count()).toBe(0);
  });

  it('the member reads that something ends and when, and finds a tap further what it is', async () => {
    const { page } = worker;
    await signInWorker(worker, member.mobile);
    await page.getByRole('link', { name: '我的' }).click();
    const notice = page.getByText('您有 1 项待遇将到期');
    await notice.waitFor();
    expect(await notice.textContent()).not.toContain('困难');
    expect(await faultsOf(worker)).toEqual([]);
    await worker.shoot('ending-390');
    await page.setViewportSize({ width: NARROW, height: 700 });
    expect(await isWide(worker)).toBe(false);
    await page.setViewportSize(PHONE);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('of your entitlements end soon').waitFor();
    await worker.shoot('ending-390-en');
    await page.goto('/worker/membership');
    await page.getByText('has yet to confirm').waitFor();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('button', { name: 'Ask to leave the union' }).click();
    await page.getByLabel('Reason').fill('Moving home');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('region', { name: 'What stays' }).waitFor();
    expect(await faultsOf(worker)).toEqual([]);
    await worker.shoot('leave-check-390-en');
    await page.getByRole('button', { name: 'Stay' }).click();
    await page.goto('/worker/me');
    await page.getByRole('link', { name: 'See which' }).click();
    await page.getByText('10 days are left').waitFor();
  });

  it('no page logged an error on the way', () => {
    for (const visitor of [desk, auditor, worker]) expect(visitor.errors).toEqual([]);
  });
});
