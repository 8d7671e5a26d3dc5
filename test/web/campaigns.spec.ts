import type { Page } from 'playwright-core';
import { BudgetsService, CampaignsService } from '../../src/modules/benefits/index.js';
import { aCampaign } from '../support/benefits.js';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { faultsOf, signInOfficer, WebProduct } from '../support/web-product.js';

async function press(page: Page, action: string, note?: string): Promise<void> {
  await page.getByRole('button', { name: action, exact: true }).click();
  const dialog = page.getByRole('dialog');
  if (note !== undefined) await dialog.getByRole('textbox').fill(note);
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

describe('a campaign from template to till, in a browser', () => {
  let web: WebProduct;
  let maker: Visitor;
  let checker: Visitor;

  beforeAll(async () => {
    web = await WebProduct.start();
    [maker, checker] = await Promise.all([web.visit(DESK), web.visit(DESK)]);
    await signInOfficer(maker, await web.officer('maker-1'));
    await signInOfficer(checker, await web.officer('checker-1'));
  });
  afterAll(() => web.close());

  it('begins with a template of the ten categories', async () => {
    const { page } = maker;
    await page.getByRole('menuitem', { name: '活动', exact: true }).click();
    await page.getByRole('button', { name: '新建活动' }).click();
    await page.getByRole('button', { name: '用「超市满 158 减 20」' }).waitFor();
    expect(await page.getByRole('listitem').filter({ hasText: '用这个' }).count()).toBe(28);
    expect(await faultsOf(maker)).toEqual([]);
    await page.getByTitle('冬', { exact: true }).click();
    expect(await page.getByRole('listitem').filter({ hasText: '用这个' }).count()).toBe(2);
    await page.getByTitle('全年', { exact: true }).click();

    await page.getByRole('button', { name: '用「超市满 158 减 20」' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('主办工会').click();
    await page.locator('.ant-select-tree').getByText('市总工会').click();
    await dialog.getByLabel('门槛').fill('128');
    await dialog.getByLabel('活动编号').fill('spring-128');
    await dialog.getByLabel('预算来源').click();
    await page.locator('.ant-select-tree').getByText('2017 年').last().click();
    await dialog.getByRole('button', { name: '保存草稿' }).click();
    await page.getByRole('heading', { level: 1 }).getByText('草稿').waitFor();
    await press(page, '提交审核');
    await page.getByText('审核中').waitFor();
  });

  it('is reviewed whole by another officer, sent back with a reason, and approved when it is right', async () => {
    const { page } = checker;
    await page.goto('/console/campaigns/spring-128');
    await page.getByRole('button', { name: '去审核' }).click();
    await page.getByText('这是第一版').waitFor();
    const text = await page.locator('main').textContent();
    for (const said of ['门槛128.00 元', '减20.00 元', '每人每天 1 次', '超市', '500000.00 元'])
      expect(text).toContain(said);
    expect(await faultsOf(checker)).toEqual([]);

    await page.getByRole('button', { name: '退回修改' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: '退回修改' }).isDisabled()).toBe(true);
    await dialog.getByLabel('退回原因').fill('每月应限 3 次');
    await dialog.getByRole('button', { name: '退回修改' }).click();
    await page.getByRole('heading', { level: 1 }).getByText('草稿').waitFor();
  });

  it('is not approved from a page that shows what it said before', async () => {
    await web.product.get(CampaignsService).act(web.world.maker, 'spring-128', { action: 'SUBMIT' });
    await checker.page.reload();
    await checker.page.getByRole('button', { name: '审核通过' }).waitFor();
    const campaigns = web.product.get(CampaignsService);
    await campaigns.act(web.world.maker, 'spring-128', { action: 'REJECT', note: '改一处' });
    const from = new Date(web.world.now.getTime() - 86_400_000).toISOString();
    const to = new Date(web.world.now.getTime() + 30 * 86_400_000).toISOString();
    const definition = aCampaign({
      id: 'spring-128',
      label: '职工卡超市满减',
      when: { from, to },
      mechanism: { type: 'AMOUNT_OFF', thresholdFen: 12_800, offFen: 2_000 },
    });
    await campaigns.edit(web.world.maker, 'spring-128', definition);
    await campaigns.act(web.world.maker, 'spring-128', { action: 'SUBMIT' });

    const { page } = checker;
    await page.getByRole('button', { name: '审核通过' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '审核通过' }).click();
    await page.getByText('您打开后活动又被修改过').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click();
    await page.reload();
    await press(page, '审核通过');
    await press(page, '发布');
    await page.getByRole('heading', { level: 1 }).getByText('进行中').waitFor();
    expect((await web.world.runtime('spring-128')).state).toBe('PUBLISHED');
  });

  it('shows the next version as what changes, sentence by sentence', async () => {
    const { page } = maker;
    await page.goto('/console/campaigns/spring-128/edit');
    await page.getByLabel('满多少元').fill('98');
    await page.getByRole('button', { name: '限制' }).click();
    await page.getByRole('button', { name: '添加一条限制' }).click();
    await page.getByLabel('对谁').last().click();
    await page.locator('.ant-select-dropdown:visible').getByTitle('每个人').click();
    await page.getByLabel('多久').last().click();
    await page.locator('.ant-select-dropdown:visible').getByTitle('每天').click();
    await page.getByLabel('几次').last().fill('1');
    await page.getByRole('button', { name: '保存草稿' }).click();
    await press(page, '提交审核');

    await checker.page.goto('/console/campaigns/spring-128/review');
    await checker.page.getByText('门槛从 128.00 元改为 98.00 元').waitFor();
    await checker.page.getByText('新增限制：每人每天 1 次').waitFor();
    expect(await faultsOf(checker)).toEqual([]);
    await checker.page.setViewportSize(PHONE);
    expect(await faultsOf(checker)).toEqual([]);
    await checker.page.setViewportSize(DESK);
    await checker.page.getByRole('button', { name: 'English' }).click();
    await checker.page.getByText('Minimum spend changes from ¥128.00 to ¥98.00').waitFor();
    await checker.page.getByRole('button', { name: '中文' }).click();
    await press(checker.page, '审核通过');
  });

  it('is given a time to be published at', async () => {
    const { page } = checker;
    await press(page, '定时发布');
    await page.getByText('自动发布').first().waitFor();
    expect(await web.world.count('campaign', 'publish_at IS NOT NULL')).toBe(1);
  });

  it('says while it is written what will stand in the way', async () => {
    const { page } = maker;
    await web.product
      .get(BudgetsService)
      .create(web.world.maker, { id: 'small', orgId: 'city', name: '小额预算', totalFen: 1_000 });
    await page.goto('/console/campaigns/new/blank');
    await page.getByRole('radio', { name: '满减' }).check();
    await page.getByLabel('活动名称').fill('困 難 职工满减');
    await page.getByLabel('活动编号').fill('half-written');
    await page.getByLabel('主办工会').click();
    await page.locator('.ant-select-tree').getByText('市总工会').click();
    await page.getByLabel('满多少元').fill('50');
    await page.getByLabel('减多少元', { exact: true }).fill('5');
    await page.getByText('活动名称里有「困难」').waitFor();
    await page.getByLabel('活动名称').fill('满五十减五');
    await page.getByText('活动名称里有「困难」').waitFor({ state: 'detached' });
    expect(await web.world.count('campaign', `id = 'half-written'`)).toBe(0);
  });

  it('no page logged an error on the way', () => {
    expect([...maker.errors, ...checker.errors]).toEqual([]);
  });
});

describe('the holiday table, in a browser', () => {
  let web: WebProduct;
  let officer: Visitor;

  beforeAll(async () => {
    web = await WebProduct.start();
    officer = await web.visit(DESK);
    await signInOfficer(officer, await web.officer('officer-1'));
  });
  afterAll(() => web.close());

  it('says that a year is not entered, and takes it as it is announced', async () => {
    const { page } = officer;
    await page.goto('/console/holidays?year=2027');
    await page.getByText('2027 年未录入').waitFor();
    expect(await faultsOf(officer)).toEqual([]);
    await page.getByRole('button', { name: '粘贴录入' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('安排').fill('2027-02-17 春节 放假\n2027-02-20 春节');
    await dialog.getByText('第 2 行看不懂').waitFor();
    await dialog.getByLabel('安排').fill('2027-02-17 春节 放假\n2027-02-20 春节 上班');
    await dialog.getByRole('button', { name: '替换为 2 天' }).click();
    await page.getByRole('button', { name: /2月17日 节假日 春节/ }).waitFor();
    await page.getByText('2027 年未录入').waitFor({ state: 'detached' });
    expect(await web.world.count('holiday')).toBe(2);
  });

  it('lets one day be changed, and be again what its weekday says', async () => {
    const { page } = officer;
    await page.getByRole('button', { name: /2月18日 工作日/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称').fill('春节');
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByRole('button', { name: /2月18日 节假日 春节/ }).click();
    expect(await web.world.count('holiday')).toBe(3);
    await page.getByRole('dialog').getByRole('button', { name: '恢复平常' }).click();
    await page.getByRole('button', { name: /2月18日 工作日/ }).waitFor();
    expect(await faultsOf(officer)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 700 });
    // The side menu folds a moment after the window has shrunk.
    await page.waitForFunction('document.documentElement.scrollWidth <= 320');
    await page.setViewportSize(DESK);
  });

  it('is emptied only when asked twice', async () => {
    const { page } = officer;
    await page.getByRole('button', { name: '清空这一年' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '清空这一年' }).click();
    await page.getByText('2027 年未录入').waitFor();
    expect(await web.world.count('holiday')).toBe(0);
    expect(officer.errors).toEqual([]);
  });
});
