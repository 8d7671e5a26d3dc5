import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { addOfficer } from '../support/identity.js';
import { faultsOf, signInOfficer, signInWorker, WebProduct } from '../support/web-product.js';
import type { TestMember } from '../support/world.js';

/** A width at which nothing may hang over. */
const NARROW = 320;

describe('joining, moving and leaving, in a browser', () => {
  let web: WebProduct;
  let worker: Visitor;
  let desk: Visitor;
  let other: Visitor;
  let member: TestMember;

  const isWide = (visitor: Visitor): Promise<boolean> =>
    visitor.page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  const row = (visitor: Visitor, name: string) => visitor.page.getByRole('row').filter({ hasText: name });

  beforeAll(async () => {
    web = await WebProduct.start();
    member = await web.world.aMember({ name: '周晓梅' });
    [worker, desk, other] = await Promise.all([web.visit(PHONE), web.visit(DESK), web.visit(DESK)]);
    const [u1, u2] = await Promise.all([
      addOfficer(web.product, 'desk.u1', 'GRASSROOTS_OFFICER', 'u1'),
      addOfficer(web.product, 'desk.u2', 'GRASSROOTS_OFFICER', 'u2'),
    ]);
    await signInOfficer(desk, { username: 'desk.u1', totpSecret: u1.totpSecret });
    await signInOfficer(other, { username: 'desk.u2', totpSecret: u2.totpSecret });
  });
  afterAll(() => web.close());

  it('lets who is no member apply: what is missing is said, the union is found by name', async () => {
    const { page } = worker;
    await signInWorker(worker, '13712340001');
    await page.getByRole('heading', { name: '加入工会' }).waitFor();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('请先阅读并同意').waitFor();
    await page.getByText('身份证号不对，请核对 18 位').waitFor();
    await worker.shoot('join-form-390');
    expect(await faultsOf(worker)).toEqual([]);
    await page.setViewportSize({ width: NARROW, height: 700 });
    expect(await isWide(worker)).toBe(false);
    await page.setViewportSize(PHONE);

    await page.getByLabel('姓名').fill('赵小兰');
    await page.getByLabel('身份证号').fill(makeIdNumber('360103', '1991-05-06', 21));
    await page.getByLabel('工会', { exact: true }).fill('一厂');
    await page.getByRole('button', { name: '一厂工会' }).click();
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByRole('heading', { name: '等待工会确认' }).waitFor();
    await worker.shoot('join-pending-390');
    expect(await faultsOf(worker)).toEqual([]);
  });

  it('shows the union what waits, and makes the worker a member with one click', async () => {
    const { page } = desk;
    await page.getByRole('menuitem', { name: /入会与接转/ }).click();
    await row(desk, '赵小兰').getByText('待确认').waitFor();
    await desk.shoot('applications-1440');
    expect(await faultsOf(desk)).toEqual([]);
    await row(desk, '赵小兰').getByRole('button', { name: '同意入会' }).click();
    await page.getByText('没有等待确认的入会申请').waitFor();
    await worker.page.reload();
    await worker.page.getByRole('button', { name: '在手机上领取' }).waitFor();
  });

  it('enters a person for a second officer, and says which number is wrong', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: '录入入会' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('姓名').fill('钱大勇');
    await dialog.getByLabel('身份证号').fill('360103199105060000');
    await dialog.getByLabel('手机号').fill('13712340002');
    await dialog.getByRole('button', { name: '提交' }).click();
    await dialog.getByText('身份证号不对，请核对 18 位').waitFor();
    await dialog.getByLabel('身份证号').fill(makeIdNumber('360103', '1988-02-03', 33));
    await dialog.getByLabel('工会').click();
    await page.getByText('一厂工会').last().click();
    await dialog.getByRole('button', { name: '提交' }).click();
    await row(desk, '钱大勇').getByText('须由另一人复核').waitFor();
    expect(await web.world.count('membership_application', `kind = 'PROPOSED' AND state = 'PENDING'`)).toBe(1);
  });

  it('moves a member once the other union confirms, and names it only then', async () => {
    const { page } = desk;
    await page.goto(`/console/members?id=${member.memberId}`);
    await page.getByRole('button', { name: '接转', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: '周晓梅接转到' });
    await dialog.getByLabel('转入工会').fill('二厂');
    await page.getByText('二厂工会').last().click();
    await dialog.getByLabel('原因').fill('换了单位');
    await dialog.getByRole('button', { name: '发起接转' }).click();
    await page.getByText('已发起，等对方工会确认').waitFor();

    await other.page.goto('/console/membership?tab=transfers');
    await row(other, '周**').getByText('对方工会').waitFor();
    await other.shoot('transfers-1440');
    expect(await other.page.content()).not.toContain('一厂工会');
    expect(await faultsOf(other)).toEqual([]);
    await other.page.setViewportSize(PHONE);
    expect(await isWide(other)).toBe(false);
    await other.shoot('transfers-390');
    await other.page.setViewportSize(DESK);
    await row(other, '周**').getByRole('button', { name: '确认' }).click();
    await other.page.getByText('没有办理中的接转').waitFor();
    expect(await web.world.count('member', `id = '${member.memberId}' AND org_id = 'u2'`)).toBe(1);
  });

  it('shows on one page what happened, and changes number and standing with a reason', async () => {
    const { page } = other;
    await page.goto(`/console/members?id=${member.memberId}`);
    const history = page.getByRole('region', { name: '会籍记录' });
    await history.getByText('从一厂工会转到二厂工会').waitFor();
    await page.getByRole('button', { name: '换手机号' }).click();
    let dialog = page.getByRole('dialog', { name: '更换周晓梅的手机号' });
    await dialog.getByLabel('新手机号').fill('13712340003');
    await dialog.getByLabel('原因').fill('换了号码');
    await dialog.getByRole('button', { name: '更换', exact: true }).click();
    await dialog.getByText('请先核对身份证原件').waitFor();
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: '更换', exact: true }).click();
    await page.getByRole('dialog').getByText('137****0003').waitFor();
    await page.getByRole('button', { name: '保留会籍' }).click();
    dialog = page.getByRole('dialog', { name: '保留周晓梅的会籍' });
    await dialog.getByLabel('原因').fill('待业');
    await dialog.getByLabel('保留到哪一天').fill('2030-01-31');
    await other.shoot('retain-1440');
    await dialog.getByRole('button', { name: '保留会籍' }).click();
    await history.getByText('更换手机号').waitFor();
    await history.getByText('保留会籍至2030年1月31日').waitFor();
    await page.getByRole('button', { name: '恢复会籍' }).waitFor();
    await page.getByRole('button', { name: '延长保留' }).waitFor();
    await other.shoot('member-history-1440');
    expect(await faultsOf(other)).toEqual([]);
    await page.setViewportSize(PHONE);
    // The page lays itself out anew when it hears of the new width.
    await page.waitForFunction('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
    await other.shoot('member-history-390');
  });

  it('shows the worker the same in short, with a move to ask for and take back', async () => {
    const { page } = worker;
    await page.goto('/worker/me');
    await page.getByRole('link', { name: '我的会籍' }).click();
    await page.getByText('加入一厂工会').waitFor();
    await page.getByRole('button', { name: '申请转到新工会' }).click();
    await page.getByLabel('工会', { exact: true }).fill('二厂');
    await page.getByRole('button', { name: '二厂工会' }).click();
    await page.getByLabel('原因').fill('换了单位');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByRole('heading', { name: '转到二厂工会' }).waitFor();
    await worker.shoot('membership-390');
    expect(await faultsOf(worker)).toEqual([]);
    await page.setViewportSize({ width: NARROW, height: 700 });
    expect(await isWide(worker)).toBe(false);
    await page.getByRole('button', { name: '撤回申请' }).click();
    await page.getByText('已撤回。').waitFor();
  });

  it('lets a worker ask to leave, brings the answer of the union, and waits for its word', async () => {
    const { page } = worker;
    const ask = async (reason: string): Promise<void> => {
      await page.getByRole('button', { name: '申请退会' }).click();
      await page.getByRole('button', { name: '下一步' }).click();
      await page.getByText('请写明原因').waitFor();
      await page.getByLabel('原因').fill(reason);
      await page.getByRole('button', { name: '下一步' }).click();
      await page.getByRole('heading', { name: '确定要申请退会吗？' }).waitFor();
    };
    const waiting = () => web.world.count('member_withdrawal', `state = 'REQUESTED'`);
    const confirm = async (reason: string): Promise<void> => {
      await ask(reason);
      await page.getByRole('button', { name: '提交退会申请' }).click();
      await page.getByText('等工会确认').waitFor();
    };
    // Looked at what ends and what stays, and thought again: nobody was asked anything.
    await ask('回老家');
    await page.getByRole('region', { name: '会结束的' }).getByText('职工卡和实体卡注销').waitFor();
    await page.getByRole('region', { name: '会保留的' }).getByText('不重新计算').waitFor();
    expect(await faultsOf(worker)).toEqual([]);
    expect(await isWide(worker)).toBe(false);
    await worker.shoot('leave-check-320');
    await page.setViewportSize(PHONE);
    await worker.shoot('leave-check-390');
    await page.getByRole('button', { name: '不退了' }).click();
    expect(await waiting()).toBe(0);

    await confirm('回老家');
    await worker.shoot('leave-waits-390');
    await page.getByRole('button', { name: '撤回退会申请' }).click();
    await page.getByRole('button', { name: '申请退会' }).waitFor();
    expect([await waiting(), await web.world.count('member_withdrawal', `state = 'CANCELLED'`)]).toEqual([0, 1]);
    await confirm('回老家');
    expect(await faultsOf(worker)).toEqual([]);
    const union = desk.page;
    await union.goto('/console/membership?tab=withdrawals');
    await union.getByRole('button', { name: '已沟通，留下' }).waitFor();
    await desk.shoot('withdrawals-1440');
    await union.getByRole('button', { name: '已沟通，留下' }).click();
    const dialog = union.getByRole('dialog');
    await dialog.getByLabel('原因').fill('可以保留会籍');
    await dialog.getByRole('button', { name: '答复本人' }).click();
    await union.getByText('没有等待确认的退会申请').waitFor();
    expect(await faultsOf(desk)).toEqual([]);
    await page.reload();
    await page.getByText('工会的答复：可以保留会籍').waitFor();
    await confirm('还是要走');
    await union.reload();
    await union.getByRole('button', { name: '确认退会' }).click();
    await union.getByRole('tooltip').getByRole('button', { name: '确认退会' }).click();
    await union.getByText('没有等待确认的退会申请').waitFor();
    expect(await web.world.count('member', `membership = 'WITHDRAWN'`)).toBe(1);
  });

  it('no page logged an error on the way', () => {
    for (const visitor of [worker, desk, other]) expect(visitor.errors).toEqual([]);
  });
});
