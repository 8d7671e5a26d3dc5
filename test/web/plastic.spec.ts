import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Locator } from 'playwright-core';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { onePerson, people, type Person } from '../support/cards.js';
import {
  askOffer,
  bindPhone,
  faultsOf,
  giveReason,
  openTill,
  signInOfficer,
  signInWorker,
  WebProduct,
} from '../support/web-product.js';

const PIN = '480617';
const OTHER_PIN = '729146';

/** A plastic card from the phone that asks for it to the till that takes it, and to its end. */
describe('plastic, in a browser', () => {
  let web: WebProduct;
  let maker: Visitor;
  let checker: Visitor;
  let worker: Visitor;
  let till: Visitor;
  let person: Person;
  let second: Person;
  /** What is printed on the worker's card. */
  let code = '';
  let cardNo = '';
  /** What is printed on the card of somebody who has bound no phone. */
  let unbound = { code: '', cardNo: '' };

  beforeAll(async () => {
    web = await WebProduct.start();
    await web.campaign('weekend', '职工卡周末满减');
    await web.cashier('cashier-1');
    person = await onePerson(web.product);
    [second] = (await people(web.product, 2)) as [Person, Person];
    [maker, checker, worker, till] = await Promise.all([
      web.visit(DESK),
      web.visit(DESK),
      web.visit(PHONE),
      web.visit(PHONE),
    ]);
    const [one, other] = await Promise.all([web.officer('maker-1'), web.officer('checker-1')]);
    await Promise.all([
      signInOfficer(maker, one),
      signInOfficer(checker, other),
      signInWorker(worker, person.phone),
      openTill(till, 'cashier-1'),
    ]);
  });
  afterAll(() => web.close());

  /** The digits of a file fetched from a button. */
  const fetched = async (name: RegExp): Promise<Buffer> => {
    const coming = maker.page.waitForEvent('download');
    await maker.page.getByRole('button', { name }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toMatch(/^市总工会-.+\.(pdf|csv)$/);
    return readFile(await file.path());
  };
  /** Opens a card from the list of cards by what is printed on it. */
  const openCard = async (visitor: Visitor, no: string): Promise<Locator> => {
    await visitor.page.goto(`/console/cards?q=${no.replaceAll(' ', '')}`);
    await visitor.page.getByRole('button', { name: no }).click();
    const drawer = visitor.page.getByRole('dialog', { name: `职工卡 ${no}` });
    await drawer.getByRole('heading', { name: '变更记录' }).waitFor();
    return drawer;
  };
  /** The next customer shows the plastic card. */
  const showPlastic = async (): Promise<void> => {
    await till.page.goto('/merchant');
    await askOffer(till, code, '158.00');
  };
  const isRefused = async (): Promise<void> => {
    await showPlastic();
    await till.page.getByText('此卡当前不可用，请顾客在手机上查看').waitFor();
    expect(await till.page.getByRole('button', { name: /确认核销|密码|手机/ }).count()).toBe(0);
  };

  /** The plastic itself counts no more, or not yet. */
  const isVoid = async (): Promise<void> => {
    await showPlastic();
    await till.page.getByRole('heading', { name: '实体卡未激活或已更换' }).waitFor();
  };

  it('a worker asks for it on the phone, and an officer for somebody at the desk', async () => {
    const { page } = worker;
    await page.getByRole('button', { name: '申请实体卡' }).click();
    await page.getByText('已申请，等待制卡').waitFor();
    expect(await faultsOf(worker)).toEqual([]);
    await worker.shoot('plastic-applied');
    await page.getByRole('button', { name: '在手机上领取' }).click();
    await bindPhone(worker, person.proof);

    const desk = maker.page;
    await desk.getByRole('menuitem', { name: '职工卡' }).click();
    await desk.getByRole('button', { name: '办卡', exact: true }).click();
    const dialog = desk.getByRole('dialog', { name: '办卡' });
    await dialog.getByLabel('会员').fill(second.phone);
    await desk.getByText(/^李.+ · M\d+ · /).click();
    await dialog.getByRole('radio', { name: '实体卡，随下一批制卡' }).check();
    await dialog.getByLabel('原因').fill('本人到窗口办理');
    await dialog.getByRole('button', { name: '提交申请' }).click();
    await desk
      .getByRole('dialog', { name: /^职工卡/ })
      .getByText('待制卡')
      .first()
      .waitFor();
    expect(await faultsOf(maker)).toEqual([]);
  });

  it('two officers make a batch of both: one asks, the other lets it be made', async () => {
    const { page } = maker;
    await page.goto('/console/production');
    await page.getByRole('button', { name: '新建制卡批次' }).click();
    const wizard = page.getByRole('dialog', { name: '新建制卡批次' });
    await wizard.getByLabel('工会').click();
    await page.locator('.ant-select-tree').getByText('市总工会').click();
    await wizard.getByText('已申请', { exact: true }).waitFor();
    await wizard.getByRole('button', { name: '提交复核' }).click();
    await page.getByText('等待另一位干部复核放行').waitFor();
    expect(await page.getByRole('button', { name: /放行|打印版/ }).count()).toBe(0);

    await checker.page.getByRole('menuitem', { name: '制卡' }).click();
    await checker.page.getByRole('button', { name: '市总工会' }).click();
    await checker.page.getByText('请核对工会和张数后放行').waitFor();
    await giveReason(checker.page, '放行制卡');
  });

  it('its sheet, printer file and list to sign are fetched, and the trail says by whom', async () => {
    const { page } = maker;
    await page.getByRole('button', { name: /打印版/ }).waitFor({ timeout: 40_000 });
    for (const pdf of [/打印版/, /签收表/]) expect((await fetched(pdf)).subarray(0, 5).toString()).toBe('%PDF-');
    const rows: string[][] = parse(await fetched(/制卡机文件/), { bom: true });
    expect(rows[0]).toEqual(['序号', '卡号', '姓名', '工会', '有效期至', '二维码内容']);
    expect(rows).toHaveLength(3);
    await worker.page.goto('/worker/me');
    await worker.page.getByText('已制好，请到所在工会领取').waitFor();
    const mine = (await worker.page.locator('dd').nth(1).textContent()) ?? '';
    const isMine = (row: readonly string[]): boolean => mine.startsWith(row[1] ?? '?');
    [, cardNo = '', , , , code = ''] = rows.find(isMine) ?? [];
    const [, noOfOther = '', , , , codeOfOther = ''] = rows.slice(1).find((row) => !isMine(row)) ?? [];
    unbound = { code: codeOfOther, cardNo: noOfOther };
    expect(code).toMatch(/^9912\d{195}$/);

    await checker.page.goto('/console/audit?subjectKind=card-production');
    const trail = checker.page.getByRole('row', { name: '下载制卡文件' });
    await trail.nth(2).waitFor();
    expect(await trail.allTextContents()).toEqual(Array.from({ length: 3 }, () => expect.stringContaining('测试干部')));
  });

  it('handed over by the signed list, activated at the desk, with a PIN its holder types there', async () => {
    const { page } = maker;
    // On its way to its holder it is worth nothing.
    await isVoid();
    await page.getByRole('button', { name: '登记领卡' }).click();
    const dialog = page.getByRole('dialog', { name: '登记领卡' });
    await dialog.getByLabel('原因').fill('按签收表');
    await dialog.getByRole('button', { name: '确认领卡' }).click();
    await page.getByRole('cell', { name: '已领取，待激活' }).nth(1).waitFor();
    await maker.shoot('plastic-batch');

    await openCard(maker, cardNo);
    await giveReason(page, '激活实体卡');
    await page.getByText('没有设置密码').waitFor();
    await page.getByRole('button', { name: '重置密码' }).click();
    const pins = page.getByRole('dialog', { name: '重置密码' });
    expect(await faultsOf(maker)).toEqual([]);
    await pins.getByLabel('新密码').fill(PIN);
    await pins.getByLabel('原因').fill('本人到窗口办理');
    await pins.getByRole('button', { name: '重置密码' }).click();
    await page.getByText('已设置，还可输错 5 次').waitFor();
    await page.getByText('窗口重置密码').waitFor();
    await page.getByText(/ · 本人到窗口办理$/).waitFor();
    await worker.page.reload();
    await worker.page.getByText('已设置，还可输错 5 次').waitFor();
    expect(await faultsOf(worker)).toEqual([]);
    await worker.shoot('plastic-care');
  });

  it('gives union money at a till with the PIN, and says how many tries are left after a wrong one', async () => {
    const { page } = till;
    await showPlastic();
    const pin = page.getByLabel('卡密码（顾客输入）');
    await pin.fill('12');
    await page.getByRole('button', { name: '用密码看优惠' }).click();
    await page.getByText('请输入 6 位数字').waitFor();
    await pin.fill(OTHER_PIN);
    await page.getByRole('button', { name: '用密码看优惠' }).click();
    await page.getByText('还可以输错 4 次').waitFor();
    expect(await page.locator('main').textContent()).toContain('卡密码不对，请持卡人重新输入');
    expect(await faultsOf(till)).toEqual([]);
    await till.shoot('plastic-pin-wrong');
    await pin.fill(PIN);
    await page.getByRole('button', { name: '用密码看优惠' }).click();
    await page.getByRole('button', { name: /确认核销/ }).click();
    await page.getByRole('heading', { name: '核销成功' }).waitFor();
    expect(await page.getByRole('status').textContent()).toContain('138.00');
  });

  it('or when its holder agrees on the phone: the till waits and goes on by itself', async () => {
    const { page } = till;
    await worker.page.getByRole('link', { name: '卡', exact: true }).click();
    await showPlastic();
    await page.getByRole('button', { name: '请顾客在手机上同意' }).click();
    await page.getByText('等待顾客在手机上同意').waitFor();
    expect(await faultsOf(till)).toEqual([]);
    await till.shoot('plastic-waiting');
    await worker.page.bringToFront();
    await worker.page.getByRole('heading', { name: '沃超市一店正在使用您的实体卡' }).waitFor();
    expect(await faultsOf(worker)).toEqual([]);
    await worker.shoot('plastic-confirm');
    await worker.page.getByRole('button', { name: '同意' }).click();
    await page.bringToFront();
    await page.getByRole('heading', { name: '核销成功' }).waitFor();
    expect(await web.world.count('redemption', `state = 'REDEEMED'`)).toBe(2);
  });

  it('or not at all when the holder says no', async () => {
    await showPlastic();
    await till.page.getByRole('button', { name: '请顾客在手机上同意' }).click();
    await worker.page.bringToFront();
    await worker.page.getByRole('button', { name: '不是我' }).click();
    await till.page.bringToFront();
    await till.page.getByRole('heading', { name: '持卡人在手机上没有同意' }).waitFor();
    expect(await web.world.count('redemption', `state = 'REDEEMED'`)).toBe(2);
    await till.shoot('plastic-denied');
  });

  it('says that a card has no phone to ask, and nothing of it to the next customer', async () => {
    const { page } = till;
    await openCard(maker, unbound.cardNo);
    await giveReason(maker.page, '激活实体卡');
    await maker.page.getByText('没有设置密码').waitFor();
    await page.goto('/merchant');
    await askOffer(till, unbound.code, '158.00');
    await page.getByRole('button', { name: '请顾客在手机上同意' }).click();
    await page.getByText('此卡没有绑定手机').waitFor();
    expect(await faultsOf(till)).toEqual([]);
    await till.shoot('plastic-no-phone');
    // As a scanner types: at once, wherever the focus is.
    await page.evaluate(
      `for (const key of [...'${code}', 'Enter']) dispatchEvent(new KeyboardEvent('keydown', { key }))`,
    );
    await page.getByLabel('消费金额（元）').fill('158.00');
    await page.getByRole('button', { name: '看优惠' }).click();
    await page.getByLabel('卡密码（顾客输入）').waitFor();
    expect(await page.getByText('此卡没有绑定手机').count()).toBe(0);
  });

  it('reported lost on the phone it is refused at the next request, until the union reinstates it', async () => {
    const { page } = worker;
    await page.bringToFront();
    await page.getByRole('link', { name: '我的' }).click();
    await page.getByRole('button', { name: '挂失职工卡' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '立刻挂失' }).click();
    await page.getByText('已挂失，这张卡不能再使用').waitFor();
    expect(await faultsOf(worker)).toEqual([]);
    await worker.shoot('plastic-lost');
    await isRefused();
    await openCard(maker, cardNo);
    await giveReason(maker.page, '解挂');
    await maker.page.getByRole('button', { name: '挂失', exact: true }).waitFor();
    await showPlastic();
    await till.page.getByLabel('卡密码（顾客输入）').waitFor();
  });

  it('reported lost by an officer as well, and replaced: old and new number lead to each other', async () => {
    const { page } = maker;
    await giveReason(page, '挂失');
    await page.getByRole('button', { name: '补卡', exact: true }).waitFor();
    await isRefused();
    await giveReason(page, '补卡');
    const next = page.getByRole('button', { name: /（待激活）$/ });
    await next.waitFor();
    expect(await faultsOf(maker)).toEqual([]);
    await maker.shoot('plastic-replaced');
    await next.click();
    await page.getByRole('button', { name: `${cardNo}（已换卡）` }).waitFor();
    await isVoid();
    await worker.page.reload();
    await worker.page.getByText('待激活').waitFor();
  });

  it('no page logged an error on the way', () => {
    for (const visitor of [maker, checker, worker, till]) expect(visitor.errors).toEqual([]);
  });
});
