import type { Page } from 'playwright-core';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { faultsOf, signInOfficer, WebProduct } from '../support/web-product.js';

/** To a step of the wizard by the words on it. */
const step = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name }).click();

async function begin(page: Page, mechanism: string, label: string): Promise<void> {
  await page.goto('/console/campaigns/new/blank');
  await page.getByRole('radio', { name: mechanism }).check();
  await page.getByLabel('活动名称').fill(label);
  await page.getByLabel('主办工会').click();
  await page.locator('.ant-select-tree:visible').getByText('市总工会').click();
}

async function drawFrom(page: Page, line: string): Promise<void> {
  await step(page, '花多少钱');
  await page.getByLabel('预算来源').click();
  await page.locator('.ant-select-tree:visible').getByText(line).click();
}

/** What was saved, as the detail page was sent it. */
async function save(page: Page): Promise<Record<string, unknown>> {
  const answered = page.waitForResponse(
    (one) =>
      /campaigns(\/[^/]+)?$/.test(one.url()) && !one.url().endsWith('/preview') && one.request().method() !== 'GET',
  );
  await page.getByRole('button', { name: '保存草稿' }).click();
  const answer: { definition: Record<string, unknown> } = await (await answered).json();
  await page.getByRole('button', { name: '提交审核' }).waitFor();
  return answer.definition;
}

describe('the wizard of campaigns, in a browser', () => {
  let web: WebProduct;
  let officer: Visitor;

  beforeAll(async () => {
    web = await WebProduct.start();
    await web.world.someMembers(3, { categories: [{ code: 'HARDSHIP', level: 'DEEP' }] });
    officer = await web.visit(DESK);
    await signInOfficer(officer, await web.officer('planner-1'));
  });
  afterAll(() => web.close());

  it('makes a pack: counts its cost beside it, mends a mistake, shows worker and tills, saves', async () => {
    const { page } = officer;
    await begin(page, '领券', '春节百货券');
    await page.getByLabel('每张券满多少元可用').fill('50');
    await page.getByLabel('每张券减多少元').fill('10');
    await page.getByLabel('每人几张').fill('2');
    await page.getByLabel('一共多少份').fill('1000');
    const cost = page.getByRole('status', { name: '要花多少' });
    // As long as nobody has said who pays, the union is taken to.
    await cost.getByText('1,000 份 × 2 张 = 预算至少 20,000.00 元').waitFor();
    await page.getByLabel('几时停止领').fill('2016-01-01T00:00');
    await page.getByText('停止领要晚于开始领').waitFor();
    await page.getByLabel('几时停止领').fill('2099-01-01T00:00');
    await page.getByText('停止领要晚于开始领').waitFor({ state: 'detached' });
    expect(await faultsOf(officer)).toEqual([]);

    await step(page, '在哪里');
    await page.getByLabel(/^商户（/).fill('沃');
    await page.locator('.ant-select-dropdown:visible').getByText('沃超市', { exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '添加时段' }).click();
    await page.getByLabel('第 1 段结束').fill('12:00');

    await drawFrom(page, '2017 年');
    await cost.getByText('1,000 份 × 2 张 = 预算至少 20,000.00 元').waitFor();
    await page.getByRole('button', { name: '按最多要花的' }).click();
    expect(await page.getByLabel('预算金额').inputValue()).toBe('20000.00');

    await step(page, '预览');
    await page.getByText('领取前').waitFor();
    await page.getByText('还差 6.50 元可用「春节百货券」').waitFor();
    await page.getByText('收 ¥40.00，已优惠 ¥10.00').waitFor();
    await page.getByText('不在活动时间').waitFor();
    expect(await faultsOf(officer)).toEqual([]);

    expect(await save(page)).toMatchObject({
      label: '春节百货券',
      mechanism: { type: 'VOUCHER_PACK', voucher: { thresholdFen: 5_000, offFen: 1_000 }, count: 2, claims: 1_000 },
      where: { merchants: ['wal'] },
      when: { hours: ['09:00-12:00'] },
      budget: { from: 'city-2017', totalFen: 2_000_000 },
      funding: [{ payer: 'UNION', bps: 10_000 }],
    });
  });

  it('makes a percentage paid by two, which the shares always close', async () => {
    const { page } = officer;
    await begin(page, '打折', '超市九五折');
    await page.getByRole('button', { name: '下一步' }).click();
    await step(page, '给什么');
    await page.getByText('请填写').first().waitFor();
    await page.getByLabel('减百分之几').fill('5');
    await page.getByText('就是 9.5 折').waitFor();
    await page.getByLabel('最多减多少元').fill('20');
    await step(page, '限制');
    await page.getByRole('button', { name: '添加一条限制' }).click();
    await page.getByLabel('几次').last().fill('500');
    await drawFrom(page, '2017 年');
    await page.getByLabel('预算金额').fill('6000');
    await page.getByRole('spinbutton', { name: '工会出' }).fill('60');
    expect(await page.getByRole('spinbutton', { name: '商户出' }).inputValue()).toBe('40.00');
    await page.getByText('每次最多花工会 12.00 元 · 全部用完最多 6,000.00 元 · 这些预算至少够用 500 次').waitFor();
    expect(await save(page)).toMatchObject({
      mechanism: { type: 'PERCENT_OFF', bps: 500, capFen: 2_000 },
      limits: [
        { per: 'MEMBER', period: 'DAY', times: 1 },
        { per: 'CAMPAIGN', period: 'ALL', times: 500 },
      ],
      funding: [
        { payer: 'UNION', bps: 6_000 },
        { payer: 'MERCHANT', bps: 4_000 },
      ],
    });
  });

  it('makes a balance by tier on a phone, and says what stands in its way', async () => {
    const { page } = officer;
    await page.setViewportSize(PHONE);
    await begin(page, '补贴金', '暖心补贴');
    await page.getByLabel('每人多少元').fill('200');
    await page.getByRole('button', { name: '添加一档' }).click();
    await page.getByLabel('给谁').first().click();
    await page.locator('.ant-select-dropdown:visible').getByTitle('困难职工（深度困难）').click();
    await page.getByLabel('每人多少元').first().fill('500');
    await drawFrom(page, '2017 年');
    await page.getByText('现在符合的 3 人，共要发 1,500.00 元').waitFor();
    await page.getByLabel('预算金额').fill('1000');
    await page.getByText('预算不够发给所有人').first().waitFor();
    await page.getByText('预算还差 500.00 元').waitFor();
    await page.getByLabel('预算金额').fill('1500');
    await page.getByText('预算不够发给所有人').first().waitFor({ state: 'detached' });
    expect(await faultsOf(officer)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(await save(page)).toMatchObject({
      mechanism: { type: 'GRANT', tiers: [{ category: 'HARDSHIP:DEEP', amountFen: 50_000 }, { amountFen: 20_000 }] },
    });
    await page.setViewportSize(DESK);
  });

  it('opens what others wrote and saves it again without losing a field', async () => {
    const { page } = officer;
    const id = await web.world.publish({
      id: 'by-hand',
      label: '手写的活动',
      limits: [{ per: 'MEMBER', period: 'MONTH', amountFen: 10_000, partial: true, share: 'one-of-two' }],
      when: {
        from: '2017-01-01T00:00:07+08:00',
        to: '2099-02-01T00:00:00+08:00',
        weekdays: [1, 7],
        hours: ['22:00-02:00'],
        exceptDates: ['2026-12-25'],
        dayKinds: ['RESTDAY'],
      },
      stacking: { group: 'gifts', exclusive: true, priority: 7 },
      reversal: { untilDays: 30, restoresUse: false },
    });
    await page.goto(`/console/campaigns/${id}`);
    await page.getByRole('button', { name: '修改' }).click();
    await page.getByLabel('减多少元').fill('25');
    for (const name of ['给谁', '在哪里', '限制', '花多少钱', '预览']) await step(page, name);
    const [before] = await web.product.database.db.query(
      'SELECT definition FROM campaign_version WHERE campaign_id = $1',
      [id],
    );
    expect(await save(page)).toEqual({
      ...before.definition,
      mechanism: { type: 'AMOUNT_OFF', thresholdFen: 15_800, offFen: 2_500 },
    });
  });

  it('tells on its page what a gift has reached and what is left of it, and shows the checker what others will see', async () => {
    const { page } = officer;
    await web.world.publish({
      id: 'given',
      label: '暖冬补贴',
      mechanism: { type: 'GRANT', tiers: [{ category: 'HARDSHIP', amountFen: 50_000 }] },
      kind: 'TARGETED',
      audience: { combinator: 'and', rules: [{ field: 'category', operator: 'has', value: 'HARDSHIP' }] },
      when: { from: '2017-01-01T00:00:00+08:00', to: '2099-02-01T00:00:00+08:00' },
    });
    await page.goto('/console/campaigns/given');
    const panel = page.locator('section').filter({ has: page.getByRole('heading', { name: '发到手里的' }) });
    await panel.getByText('3 人', { exact: true }).waitFor();
    await panel.getByText('¥1,500.00').first().waitFor();
    await page.getByText('进行中').first().waitFor();
    expect(await faultsOf(officer)).toEqual([]);

    await page.getByRole('button', { name: '查看内容' }).click();
    await page.getByText('余额 ¥500.00').waitFor();
    await page.getByRole('heading', { name: '收银台看到的' }).waitFor();
    expect(await faultsOf(officer)).toEqual([]);
  });

  it('no page logged an error on the way', () => {
    expect(officer.errors).toEqual([]);
  });
});
