import { issueTo, onePerson } from '../support/cards.js';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import {
  askOffer,
  bindPhone,
  copyCode,
  faultsOf,
  openTill,
  signInOfficer,
  signInWorker,
  WebProduct,
} from '../support/web-product.js';

describe('from sign-in to a redemption, in a browser', () => {
  let web: WebProduct;
  let worker: Visitor;
  let cashier: Visitor;
  let officer: Visitor;

  beforeAll(async () => {
    web = await WebProduct.start();
    await web.campaign('weekend', '职工卡周末满减');
    await web.cashier('cashier-1');
    [worker, cashier, officer] = await Promise.all([web.visit(PHONE), web.visit(PHONE), web.visit(DESK)]);
  });
  afterAll(() => web.close());

  it('a worker signs in, binds the phone and sees a live code', async () => {
    const person = await onePerson(web.product);
    await issueTo(web.product, person);
    await signInWorker(worker, person.phone);
    await bindPhone(worker, person.proof);
    expect(await copyCode(worker)).toMatch(/^\d{300,}$/);
  });

  it('an officer sees the redemption arrive while the page stands open', async () => {
    await signInOfficer(officer, await web.officer('officer-1'));
    await officer.page.getByRole('menuitem', { name: '核销' }).click();
    expect(await officer.page.getByText('还没有核销').textContent()).toBeTruthy();
  });

  it('a cashier pairs the browser, takes the code and redeems', async () => {
    const { page } = cashier;
    await openTill(cashier, 'cashier-1');
    await askOffer(cashier, await copyCode(worker), '158.00');
    await page.getByText('职工卡周末满减').waitFor();
    // The worker's phone says the same while the cashier still asks.
    await worker.page.getByText('这笔可优惠 ¥20.00，应付 ¥138.00').waitFor();
    await page.getByRole('button', { name: '确认核销' }).click();
    await page.getByRole('heading', { name: '核销成功' }).waitFor();
    expect(await page.getByRole('status').textContent()).toContain('138.00');
    await officer.page.getByRole('row', { name: '沃超市一店' }).waitFor();
  });

  it('the worker sees on the phone what was given, without touching it', async () => {
    const { page } = worker;
    await page.getByText('已优惠 ¥20.00，实付 ¥138.00').waitFor();
    expect(await page.locator('main').textContent()).toContain('在沃超市一店 · 刚刚');
    expect(await faultsOf(worker)).toEqual([]);
  });

  it('an officer opens it and reads why, with the budget before and after', async () => {
    const { page } = officer;
    await page.getByRole('row', { name: '沃超市一店' }).getByRole('button').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('按当时的情况今天重算，结果完全相同。').waitFor();
    const text = await drawer.textContent();
    expect(text).toContain('优惠 ¥20.00：工会承担 ¥20.00，商户承担 ¥0.00');
    expect(text).toContain('¥20,000.00 → ¥19,980.00');
    expect(text).toContain('一厂工会');
    expect(await faultsOf(officer)).toEqual([]);
    await drawer.getByRole('button', { name: '关闭', exact: true }).last().click();
  });

  it('the worker finds it in the history with what it saved', async () => {
    await worker.page.getByRole('link', { name: '记录' }).click();
    await worker.page.getByText('沃超市一店').waitFor();
    expect(await worker.page.locator('main').textContent()).toContain('−¥20.00');
  });

  it('the cashier undoes it, and both others see that', async () => {
    const { page } = cashier;
    await page.getByRole('button', { name: '撤销这一笔' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '撤销这一笔' }).click();
    await page.getByText('优惠已退回').waitFor();
    await officer.page.getByRole('row', { name: '已撤销' }).waitFor();
    await worker.page.reload();
    expect(await worker.page.getByText('已撤销').textContent()).toBe('已撤销');
  });

  it('a basket too small gets nothing, and the phone says how much is missing', async () => {
    const { page } = worker;
    await page.getByRole('link', { name: '卡', exact: true }).click();
    await page.getByRole('button', { name: '刷新' }).click();
    await cashier.page.getByRole('button', { name: '下一位' }).click();
    await askOffer(cashier, await copyCode(worker), '150.00');
    const help = page.getByText('职工卡周末满减：再买 ¥8.00 就能用');
    await help.waitFor();
    expect(await help.count()).toBe(1);
  });

  it('a part comes back: the discount stays above the minimum, and is owed again below it', async () => {
    const { page } = cashier;
    await page.getByRole('button', { name: '重新扫码' }).click();
    await worker.page.getByRole('button', { name: '刷新' }).click();
    await askOffer(cashier, await copyCode(worker), '200.00');
    await page.getByRole('button', { name: '确认核销' }).click();
    await page.getByRole('heading', { name: '核销成功' }).waitFor();
    await page.getByRole('link', { name: '今日' }).click();
    const takeBack = async (amount: string): Promise<string> => {
      await page.getByRole('button', { name: '部分退货' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('退回商品的原价（元）').fill(amount);
      await dialog.getByRole('button', { name: '确认退货' }).click();
      await dialog.getByRole('status').waitFor();
      const said = (await dialog.getByRole('status').textContent()) ?? '';
      expect(await faultsOf(cashier)).toEqual([]);
      await dialog.getByRole('button', { name: '好了' }).click();
      return said;
    };
    expect(await takeBack('42.00')).toBe('应退给顾客¥42.00撤回优惠 ¥0.00，保留优惠 ¥20.00');
    expect(await takeBack('8.00')).toBe('不够门槛了，顾客还需补¥12.00撤回优惠 ¥20.00，保留优惠 ¥0.00');
  });

  it('no page logged an error on the way', () => {
    expect([...worker.errors, ...cashier.errors, ...officer.errors]).toEqual([]);
  });
});
