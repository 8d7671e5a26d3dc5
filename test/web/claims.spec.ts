import type { CampaignDefinitionInput } from '../../src/modules/benefits/campaigns/campaign.schemas.js';
import { ClaimsService } from '../../src/modules/benefits/index.js';
import { toWireTime } from '../../src/shared/time.js';
import { issueTo, onePerson } from '../support/cards.js';
import { drain } from '../support/drain.js';
import { PHONE, type Visitor } from '../support/browser.js';
import { bindPhone, copyCode, faultsOf, openTill, signInWorker, WebProduct } from '../support/web-product.js';

const DAY_MS = 86_400_000;
/** Long enough to sign in before it and to see it count down, short enough to wait for. */
const OPENS_AFTER_MS = 9_000;

describe('what people claim and hold, in a browser', () => {
  let web: WebProduct;
  let worker: Visitor;
  let cashier: Visitor;
  let opensMs: number;

  const at = (days: number): string => toWireTime(Date.now() + days * DAY_MS);
  const publish = (id: string, label: string, given: Partial<CampaignDefinitionInput>) =>
    web.world.publish({
      id,
      label,
      owner: 'u1',
      when: { from: at(-1), to: at(30) },
      where: { merchants: ['wal'] },
      stacking: { group: id },
      budget: { from: 'city-2017', totalFen: 1_000_000 },
      ...given,
    });
  const pack = (claims: number, fromMs: number): CampaignDefinitionInput['mechanism'] => ({
    type: 'VOUCHER_PACK',
    voucher: { thresholdFen: 5_000, offFen: 1_000 },
    count: 2,
    claims,
    claim: { from: toWireTime(fromMs), to: at(3) },
  });
  /** What a page breaks of WCAG, and whether the narrowest phone must scroll it sideways. */
  const faultsAt = async (visitor: Visitor): Promise<string[]> => {
    const faults = await faultsOf(visitor);
    await visitor.page.setViewportSize({ width: 320, height: 700 });
    const wide: boolean = await visitor.page.evaluate('document.documentElement.scrollWidth > innerWidth');
    await visitor.page.setViewportSize(PHONE);
    return wide ? [...faults, `${visitor.page.url()} is wider than 320 px`] : faults;
  };
  const text = async ({ page }: Visitor) => (await page.locator('main').textContent()) ?? '';

  beforeAll(async () => {
    web = await WebProduct.start();
    [worker, cashier] = await Promise.all([web.visit(PHONE), web.visit(PHONE)]);
    await web.cashier('cashier-1');
    const person = await onePerson(web.product);
    await issueTo(web.product, person);
    await publish('checkup', '职工健康体检', {
      mechanism: { type: 'SERVICE', service: '体检', units: 1 },
      budget: undefined,
    });
    await publish('aid', '节日礼遇', { mechanism: { type: 'GRANT', tiers: [{ amountFen: 35_000 }] } });
    await publish('ticket', '周末观影', { mechanism: { type: 'FIXED_PRICE', item: '电影票', priceFen: 1_000 } });
    await publish('tea', '茶饮立减', {
      where: { merchants: ['tea'] },
      mechanism: { type: 'AMOUNT_OFF', thresholdFen: 2_000, offFen: 300 },
    });
    await publish('gone', '早安消费券', { mechanism: pack(1, Date.now() - DAY_MS) });
    await drain(web.product);
    await signInWorker(worker, person.phone);
    await bindPhone(worker, person.proof);
  });
  afterAll(() => web.close());

  it('counts down to the opening, is claimed with one tap and lies in the wallet at once', async () => {
    const { page } = worker;
    opensMs = Date.now() + OPENS_AFTER_MS;
    await publish('rush', '周末消费券', { mechanism: pack(10, opensMs) });
    await page.getByRole('link', { name: '优惠', exact: true }).click();
    const opening = page.getByRole('button', { name: /00:0\d 后开始领取/ });
    await opening.waitFor();
    expect(await opening.isDisabled()).toBe(true);
    await worker.shoot('claim-countdown');
    const card = page.getByRole('listitem').filter({ hasText: '周末消费券' }).first();
    const tap = card.getByRole('button', { name: '立即领取' });
    await tap.waitFor();
    expect(Math.abs(Date.now() - opensMs)).toBeLessThan(3_000);
    await tap.click();
    await page.getByText('已领取 2 张券').waitFor({ timeout: 3_000 });
    await page.getByText('满50减10 · 还有 2 张').waitFor({ timeout: 3_000 });
    await worker.shoot('claim-yes');
    expect(await text(worker)).toContain('余额 ¥350.00');
    expect(await text(worker)).toContain('体检 1 次');
    expect(await text(worker)).toContain('电影票 10 元');
    expect(await faultsAt(worker)).toEqual([]);
  });

  it('asks again by itself while the room is full, and then says no in kind words', async () => {
    const { page } = worker;
    const faster = await web.world.aMember({ orgId: 'u1' });
    await web.product.get(ClaimsService).claim(faster.memberId, 'gone');
    let asked = 0;
    await page.route('**/benefits/gone/claim', async (route) => {
      asked += 1;
      if (asked > 1) return route.continue();
      return route.fulfill({
        status: 503,
        headers: { 'retry-after': '1', 'content-type': 'application/problem+json' },
        body: JSON.stringify({ code: 'UNAVAILABLE', retryable: true }),
      });
    });
    const card = page.getByRole('listitem').filter({ hasText: '早安消费券' }).first();
    await card.getByRole('button', { name: '立即领取' }).click();
    await card.getByRole('button', { name: /人太多了，\d 秒后自动再试/ }).waitFor();
    await worker.shoot('claim-busy');
    await card.getByText('已领完，没能抢到').waitFor();
    expect(asked).toBe(2);
    await worker.shoot('claim-no');
    expect(await faultsAt(worker)).toEqual([]);
  });

  it('says in a store what works, what is missing and where else, by name and with an amount', async () => {
    const { page } = worker;
    await page.getByRole('link', { name: /在一家店能用什么/ }).click();
    await page.getByRole('button', { name: /沃超市一店/ }).waitFor();
    await worker.shoot('here-choose');
    expect(await faultsAt(worker)).toEqual([]);
    await page.getByLabel('找门店、街道或园区').fill('一店');
    await page.getByRole('button', { name: /沃超市一店/ }).click();
    await page.getByRole('heading', { name: '能用', exact: true }).waitFor();
    expect(await text(worker)).toContain('满50减10 · 还有 2 张');
    await page.getByText('其他门店的优惠（1）').click();
    await page.getByText('可以到茶馆一店用').waitFor();
    await page.getByLabel('打算花多少（元，可不填）').fill('45');
    await page.getByText('再买 ¥5.00 就能用').waitFor();
    await worker.shoot('here-why');
    await page.getByLabel('打算花多少（元，可不填）').fill('60');
    await page.getByText('这笔可优惠 ¥60.00，应付 ¥0.00').waitFor();
    expect(await faultsAt(worker)).toEqual([]);
  });

  it('a cashier redeems a service with two taps after the scan, and the phone says so', async () => {
    const { page } = cashier;
    await openTill(cashier, 'cashier-1');
    await worker.page.getByRole('link', { name: '卡', exact: true }).click();
    await page.bringToFront();
    const code = await copyCode(worker);
    await page.bringToFront();
    await page.getByLabel('扫码枪扫入，或粘贴数字码').fill(code);
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '服务核销' }).click();
    await page.getByRole('button', { name: '核销「职工健康体检」' }).waitFor();
    await cashier.shoot('till-services');
    expect(await faultsAt(cashier)).toEqual([]);
    await page.getByRole('button', { name: '核销「职工健康体检」' }).click();
    await page.getByRole('heading', { name: '核销成功' }).waitFor();
    await cashier.shoot('till-service-done');
    expect(await page.getByRole('status').textContent()).toContain('职工健康体检');
    await worker.page.getByText('用了 1 次').waitFor();
    await worker.shoot('visit-service');
  });

  it('goods with a price of their own are a tap, and vouchers and balance are told on both sides', async () => {
    const { page } = cashier;
    await page.getByRole('button', { name: '下一位' }).click();
    await worker.page.getByRole('button', { name: '刷新' }).click();
    const code = await copyCode(worker);
    await page.bringToFront();
    await page.getByLabel('扫码枪扫入，或粘贴数字码').fill(code);
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByLabel('消费金额（元）').fill('145');
    await page.getByRole('button', { name: '电影票 10 元' }).click();
    await page.getByLabel('电影票原价（元）').fill('45');
    await cashier.shoot('till-items');
    expect(await faultsAt(cashier)).toEqual([]);
    await page.getByRole('button', { name: '看优惠' }).click();
    await page.getByText('周末观影').waitFor();
    await cashier.shoot('till-offer');
    await page.getByRole('button', { name: '确认核销' }).click();
    await page.getByRole('heading', { name: '核销成功' }).waitFor();
    await worker.page.bringToFront();
    await worker.page.getByText('从余额付 ¥100.00').waitFor();
    expect(await text(worker)).toContain('用了 1 张券');
    await worker.shoot('visit-vouchers');
    await page.bringToFront();
    await page.getByRole('link', { name: '今日' }).click();
    await page.getByRole('button', { name: '部分退货' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('退回商品的原价（元）').fill('98');
    await dialog.getByRole('button', { name: '确认退货' }).click();
    await dialog.getByText('已退回持卡人：周末消费券 1 张').waitFor();
    await cashier.shoot('till-part');
    expect(await faultsAt(cashier)).toEqual([]);
  });

  it('shows what one holds: terms, places and what became of it', async () => {
    const { page } = worker;
    await page.bringToFront();
    await page.getByRole('link', { name: '优惠', exact: true }).click();
    await page.getByRole('link', { name: /周末消费券/ }).click();
    await page.getByText('每张满 50 元减 10 元').waitFor();
    await page.getByText('退回 1 张券').waitFor();
    expect(await text(worker)).toContain('沃超市一店');
    await worker.shoot('held-voucher');
    expect(await faultsAt(worker)).toEqual([]);
    await page.getByRole('link', { name: '记录' }).click();
    await page.getByText('退回 1 张券').first().waitFor();
    await worker.shoot('history');
    expect(await faultsAt(worker)).toEqual([]);
  });

  it('no page logged an error on the way', () => {
    expect([...worker.errors, ...cashier.errors]).toEqual([]);
  });
});
