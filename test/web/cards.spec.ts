import { readFile } from 'node:fs/promises';
import { DevicesService, OwnCard } from '../../src/modules/cards/index.js';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { onePerson, people, type Person } from '../support/cards.js';
import { faultsOf, giveReason, signInOfficer, signInWorker, WebProduct } from '../support/web-product.js';

describe('cards, in a browser', () => {
  let web: WebProduct;
  let maker: Visitor;
  let checker: Visitor;
  let worker: Visitor;
  let person: Person;

  beforeAll(async () => {
    web = await WebProduct.start();
    person = await onePerson(web.product);
    await people(web.product, 9);
    [maker, checker, worker] = await Promise.all([web.visit(DESK), web.visit(DESK), web.visit(PHONE)]);
    await signInOfficer(maker, await web.officer('maker-1'));
    await signInOfficer(checker, await web.officer('checker-1'));
    await signInWorker(worker, person.phone);
  });
  afterAll(() => web.close());

  it('a worker takes the card on the phone at once and asks for plastic', async () => {
    const { page } = worker;
    await page.getByRole('button', { name: '在手机上领取' }).click();
    await page.getByLabel('身份证号后六位').fill(person.proof);
    await page.getByRole('button', { name: '绑定这部手机' }).click();
    await page.getByText('结账前出示给收银员').waitFor();
    await page.getByRole('link', { name: '我的' }).click();
    await page.getByRole('button', { name: '申请实体卡' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '提交申请' }).click();
    await page.getByText('已申请，等待制卡').waitFor();
    expect(await faultsOf(worker)).toEqual([]);
    await worker.shoot('worker-card-care');
  });

  it('two officers make a batch, fetch its files, and hand the cards over', async () => {
    const { page } = maker;
    await page.getByRole('menuitem', { name: '制卡' }).click();
    await page.getByRole('button', { name: '新建制卡批次' }).click();
    const wizard = page.getByRole('dialog', { name: '新建制卡批次' });
    await wizard.getByLabel('工会').click();
    await page.locator('.ant-select-tree').getByText('市总工会').click();
    await wizard.getByText('没有实体卡', { exact: true }).waitFor();
    await wizard.getByRole('radio', { name: '全部没有实体卡的会员' }).check();
    await wizard.getByRole('button', { name: '提交复核' }).click();
    await page.getByText('等待另一位干部复核放行').waitFor();
    expect(await page.getByRole('button', { name: '放行制卡' }).count()).toBe(0);

    await checker.page.getByRole('menuitem', { name: '制卡' }).click();
    await checker.page.getByRole('button', { name: '市总工会' }).click();
    await giveReason(checker.page, '放行制卡');
    await maker.shoot('console-production-waits');
    await page.getByRole('button', { name: /打印版/ }).waitFor({ timeout: 40_000 });
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: /打印版/ }).click();
    expect((await readFile(await (await coming).path())).subarray(0, 5).toString()).toBe('%PDF-');

    await page.getByRole('button', { name: '登记领卡' }).click();
    const dialog = page.getByRole('dialog', { name: '登记领卡' });
    await dialog.getByLabel('没有领的序号').fill('99');
    await dialog.getByText('请填写 1 到 10 之间的序号').waitFor();
    await dialog.getByLabel('没有领的序号').fill('9-10');
    await dialog.getByLabel('原因').fill('按签收表');
    await dialog.getByRole('button', { name: '确认领卡' }).click();
    await dialog.waitFor({ state: 'detached' });
    // Until the table is read again it still shows all ten as waiting.
    await page.getByRole('cell', { name: '待领取' }).nth(2).waitFor({ state: 'detached' });
    expect(await page.getByRole('cell', { name: '待领取' }).count()).toBe(2);
    expect(await faultsOf(maker)).toEqual([]);
    await maker.shoot('console-production');
  });

  it('the worker activates the plastic, freezes the card and thaws it', async () => {
    const { page } = worker;
    await page.reload();
    await page.getByRole('button', { name: '激活实体卡' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('身份证号后六位').fill(person.proof);
    await dialog.getByRole('button', { name: '激活', exact: true }).click();
    await page.getByText('使用中', { exact: true }).waitFor();
    await page.getByRole('button', { name: '冻结职工卡' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '立刻冻结' }).click();
    await page.getByText('您已冻结这张卡').waitFor();
    const { card } = await web.product.get(DevicesService).view(person);
    expect(card).toMatchObject({ state: 'FROZEN', plastic: { state: 'ACTIVE' } });
    await web.product.get(OwnCard).unfreeze(person, person.proof);
  });

  it('old cards are checked and taken over', async () => {
    const { page } = maker;
    await page.keyboard.press('Escape');
    await page.goto('/console/takeovers');
    await page.getByRole('button', { name: '接管旧卡' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('工会').click();
    await page.locator('.ant-select-tree').getByText('市总工会').click();
    const content = Buffer.from('旧卡号,姓名,身份证号\r\n360100010001,李明,12');
    await dialog.locator('input[type=file]').setInputFiles({ name: '旧卡.csv', mimeType: 'text/csv', buffer: content });
    await dialog.getByRole('button', { name: '开始检查' }).click();
    const row = page.getByRole('row', { name: '旧卡.csv' });
    await row.getByText('待确认').waitFor();
    expect(await row.getByRole('button', { name: '确认接管' }).isDisabled()).toBe(true);
    await row.getByRole('button', { name: '放弃' }).click();
    await row.getByText('已放弃').waitFor();
    expect(await faultsOf(maker)).toEqual([]);
    await maker.shoot('console-takeovers');
  });

  it('no page logged an error on the way', () => {
    expect([...maker.errors, ...checker.errors, ...worker.errors]).toEqual([]);
  });
});
