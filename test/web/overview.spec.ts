import { readFile } from 'node:fs/promises';
import { GoalsService, MonthsService, TalliesService } from '../../src/modules/reporting/index.js';
import { anOfficer } from '../support/benefits.js';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { anEnterprise } from '../support/census.js';
import { faultsOf, signInOfficer, WebProduct } from '../support/web-product.js';

describe('the overview, in a browser', () => {
  let web: WebProduct;
  let visitor: Visitor;

  beforeAll(async () => {
    web = await WebProduct.start();
    const { product, world } = web;
    await product.database.db.query(`UPDATE union_org SET created_at = '2020-01-01', district_code = '360111'`);
    await anEnterprise(product, { union: 'u1', industry: '食品', workers: 10 });
    await anEnterprise(product, { park: 'B', union: 'u2', industry: '物流', workers: 8 });
    await anEnterprise(product, { park: 'B', union: null, industry: '物流', workers: 6 });
    await world.someMembers(6);
    await world.someMembers(3, { orgId: 'u2' });
    await product.get(TalliesService).fold();
    await product.get(MonthsService).rebuild(24);
    const goal = { orgId: 'city', byOn: '2099-12-31' } as const;
    await product.get(GoalsService).set(anOfficer(), { ...goal, indicator: 'membershipRate', goalBps: 6_000 });
    await product.get(GoalsService).set(anOfficer(), { ...goal, indicator: 'standardRate', goalBps: 6_000 });
    visitor = await web.visit(DESK);
    await signInOfficer(visitor, await web.officer('indicators-1'));
  });
  afterAll(() => web.close());

  const part = (name: string) => visitor.page.getByRole('row', { name });

  it('draws the way from workers to cards in use, the rates against their goals, and two years', async () => {
    const { page } = visitor;
    await page
      .getByLabel(/折线图/)
      .locator('svg')
      .waitFor();
    const funnel = page.getByRole('listitem');
    await funnel.filter({ hasText: '职工卡' }).first().waitFor();
    await funnel.filter({ hasText: /入会率37\.5%.*目标 60\.0%.*还差 22\.5 个百分点/ }).waitFor();
    await page.getByText('数据截至').waitFor();
    expect(await page.getByLabel(/折线图/).getAttribute('aria-label')).toContain('入会率从');
    await visitor.shoot('overview-desk');
    expect(await faultsOf(visitor)).toEqual([]);
  });

  it('goes from a park to its unions, sorts them, and back to the whole', async () => {
    const { page } = visitor;
    await page.getByRole('button', { name: '甲园区' }).click();
    await part('一厂工会').waitFor();
    expect(await part('二厂工会').count()).toBe(0);
    await page.getByRole('heading', { name: '甲园区 · 近两年走势' }).waitFor();
    await page.getByLabel('回到全部').click();
    await part('二厂工会').waitFor();
    await page.getByRole('columnheader', { name: '会员', exact: true }).click();
    await page.locator('th[aria-sort=descending]').waitFor();
    await page.getByText('行业', { exact: true }).click();
    await part('食品').waitFor();
    await page.getByText('区县', { exact: true }).click();
    await part('青山湖区').waitFor();
  });

  it('gives what is shown as a file', async () => {
    const coming = visitor.page.waitForEvent('download');
    await visitor.page.getByRole('button', { name: '导出 CSV' }).click();
    const file = await readFile(await (await coming).path(), 'utf8');
    expect(file).toContain('青山湖区');
  });

  it('records that a union meets the standard', async () => {
    const { page } = visitor;
    await page.getByLabel('按什么看').getByText('工会', { exact: true }).click();
    await page.getByRole('button', { name: '一厂工会' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('还没有评定过').waitFor();
    await drawer.getByLabel('依据').fill('“六有”齐备，已现场查看');
    expect(await faultsOf(visitor)).toEqual([]);
    await drawer.getByRole('button', { name: '记录评定' }).click();
    await drawer.getByText('“六有”齐备，已现场查看').waitFor();
    await visitor.shoot('overview-union');
    await drawer.getByRole('button', { name: /close|关闭/i }).click();
    await page
      .getByRole('listitem')
      .filter({ hasText: /达标率50\.0%.*还差 10\.0 个百分点/ })
      .waitFor();
  });

  it('lets the city set a goal, which stands at once', async () => {
    const { page } = visitor;
    await page.getByRole('button', { name: '目标' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('指标').click();
    await page.locator('.ant-select-item-option').getByText('发卡率').click();
    await dialog.getByLabel('适用工会').click();
    await page.locator('.ant-select-tree').getByText('市总工会').click();
    await dialog.getByLabel('目标（%）').fill('70');
    await dialog.getByLabel('完成日期').fill('2099-12-31');
    expect(await faultsOf(visitor)).toEqual([]);
    await visitor.shoot('overview-goals');
    await dialog.getByRole('button', { name: '设定目标' }).click();
    await dialog.getByRole('row', { name: '发卡率' }).waitFor();
    await page.keyboard.press('Escape');
    await page
      .getByRole('listitem')
      .filter({ hasText: /发卡率100\.0%.*目标 70\.0%.*已达到/ })
      .waitFor();
  });

  it('fits a phone', async () => {
    const { page } = visitor;
    await page.setViewportSize(PHONE);
    await page.goto('/console');
    await page
      .getByLabel(/折线图/)
      .locator('svg')
      .waitFor();
    await part('甲园区').waitFor();
    await visitor.shoot('overview-phone');
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it('no page logged an error on the way', () => {
    expect(visitor.errors).toEqual([]);
  });
});
