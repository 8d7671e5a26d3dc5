import { BudgetsService } from '../../src/modules/benefits/index.js';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { faultsOf, signInOfficer, WebProduct } from '../support/web-product.js';

describe('the budget tree, in a browser', () => {
  let web: WebProduct;
  let maker: Visitor;
  let checker: Visitor;

  const free = async (id: string): Promise<number> =>
    (await web.product.get(BudgetsService).get(web.world.maker, id)).freeFen;
  const openTree = async ({ page }: Visitor): Promise<void> => {
    await page.getByRole('menuitem', { name: '经费' }).click();
    await page.getByRole('heading', { name: '经费' }).waitFor();
  };
  const act = async ({ page }: Visitor, line: string, action: string): Promise<void> => {
    await page.getByRole('button', { name: `办理：${line}` }).click();
    await page.getByRole('menuitem', { name: action }).click();
    await page.getByRole('dialog').waitFor();
  };

  beforeAll(async () => {
    web = await WebProduct.start();
    const budgets = web.product.get(BudgetsService);
    const { maker: by } = web.world;
    await budgets.create(by, { id: 'top', orgId: 'city', name: '普惠经费', totalFen: 1_000_000 });
    await budgets.create(by, { id: 'below', orgId: 'park-a', name: '园区经费', totalFen: 200_000, parentId: 'top' });
    [maker, checker] = await Promise.all([web.visit(DESK), web.visit(DESK)]);
    await signInOfficer(maker, await web.officer('budget-maker'));
    await signInOfficer(checker, await web.officer('budget-checker'));
  });
  afterAll(() => web.close());

  it('shows where the money is, on a desk and on a phone', async () => {
    await openTree(maker);
    const row = maker.page.getByRole('row').filter({ hasText: '市总工会 · 普惠经费' });
    await row.waitFor();
    expect(await row.textContent()).toContain('¥8,000.00');
    expect(await faultsOf(maker)).toEqual([]);
    await maker.page.setViewportSize(PHONE);
    expect(await faultsOf(maker)).toEqual([]);
    await maker.page.setViewportSize(DESK);
  });

  it('hands money down, after showing what that makes of both lines', async () => {
    await act(maker, '市总工会 · 普惠经费', '下达');
    const dialog = maker.page.getByRole('dialog');
    await dialog.getByLabel('下级经费', { exact: true }).click();
    await maker.page.getByTitle('甲园区工会 · 园区经费').click();
    await dialog.getByLabel('金额（元）').fill('9000');
    await dialog.getByRole('button', { name: '确认下达' }).click();
    await dialog.getByText('超过可用金额').waitFor();
    await dialog.getByLabel('金额（元）').fill('3000.50');
    await dialog.getByText('¥8,000.00 → ¥4,999.50').waitFor();
    await dialog.getByText('¥2,000.00 → ¥5,000.50').waitFor();
    // A button under the mouse is on its way to another colour.
    await maker.page.mouse.move(0, 0);
    await maker.page.evaluate('Promise.all(document.getAnimations().map((one) => one.finished))');
    expect(await faultsOf(maker)).toEqual([]);
    await dialog.getByRole('button', { name: '确认下达' }).click();
    await maker.page.getByText('已下达', { exact: true }).first().waitFor();
    await dialog.waitFor({ state: 'hidden' });
    expect(await free('below')).toBe(500_050);
  });

  it('claws back only when another officer lets it through', async () => {
    await act(maker, '甲园区工会 · 园区经费', '收回');
    const dialog = maker.page.getByRole('dialog');
    await dialog.getByLabel('金额（元）').fill('1000');
    await dialog.getByRole('button', { name: '提交复核' }).click();
    await dialog.getByText('请写明原因').waitFor();
    await dialog.getByLabel('原因').fill('年底用不完');
    await dialog.getByText('¥5,000.50 → ¥4,000.50').waitFor();
    await dialog.getByRole('button', { name: '提交复核' }).click();
    const waiting = maker.page.getByRole('region', { name: '等待复核' });
    await waiting.getByText('年底用不完').waitFor();
    await waiting.getByText('须由另一人复核').waitFor();
    expect(await free('below')).toBe(500_050);

    await openTree(checker);
    const asked = checker.page.getByRole('region', { name: '等待复核' });
    await asked.getByText('¥5,000.50 → ¥4,000.50').waitFor();
    expect(await faultsOf(checker)).toEqual([]);
    await asked.getByRole('button', { name: '同意', exact: true }).click();
    await asked.waitFor({ state: 'detached' });
    expect(await free('below')).toBe(400_050);
    expect(await free('top')).toBe(599_950);
  });

  it('tells what happened to a line', async () => {
    await act(checker, '甲园区工会 · 园区经费', '查看记录');
    const history = checker.page.getByRole('dialog');
    await history.getByText('-¥1,000.00').waitFor();
    expect(await history.textContent()).toContain('+¥3,000.50');
    await checker.page.keyboard.press('Escape');
  });

  it('lets a campaign of a park pick its own line and those above, with what is free', async () => {
    await checker.page.goto('/console/campaigns/new/blank');
    await checker.page.getByRole('button', { name: '花多少钱' }).click();
    await checker.page.getByLabel('预算来源').click();
    await checker.page.getByText('甲园区工会 · 园区经费（可用 ¥4,000.50）').click();
    await checker.page.getByLabel('预算金额').waitFor();
    expect(await faultsOf(checker)).toEqual([]);
  });

  it('no page logged an error on the way', () => {
    expect([...maker.errors, ...checker.errors]).toEqual([]);
  });
});
