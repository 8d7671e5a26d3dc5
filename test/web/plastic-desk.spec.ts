import { readFile } from 'node:fs/promises';
import { KeysService } from '../../src/modules/cards/index.js';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { people, type Person } from '../support/cards.js';
import { addOfficer } from '../support/identity.js';
import { faultsOf, signInOfficer, WebProduct } from '../support/web-product.js';

/** Old cards from a file, and the keys codes are signed with. */
describe('old plastic and keys, in a browser', () => {
  let web: WebProduct;
  let maker: Visitor;
  let checker: Visitor;
  let auditor: Visitor;
  let holder: Person;

  beforeAll(async () => {
    web = await WebProduct.start();
    [holder] = (await people(web.product, 1)) as [Person];
    await web.product.get(KeysService).rotate();
    [maker, checker, auditor] = await Promise.all([web.visit(DESK), web.visit(DESK), web.visit(DESK)]);
    const [one, other, { totpSecret }] = await Promise.all([
      web.officer('maker-1'),
      web.officer('checker-1'),
      addOfficer(web.product, 'auditor-1', 'AUDITOR', 'city'),
    ]);
    await Promise.all([
      signInOfficer(maker, one),
      signInOfficer(checker, other),
      signInOfficer(auditor, { username: 'auditor-1', totpSecret }),
    ]);
  });
  afterAll(() => web.close());

  it('takes over what is right and gives back what is not, with how to mend it', async () => {
    const { page } = maker;
    await page.getByRole('menuitem', { name: '旧卡接管' }).click();
    await page.getByText('还没有接管过旧卡').waitFor();
    await page.getByRole('button', { name: '接管旧卡' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('工会').click();
    await page.locator('.ant-select-tree').getByText('市总工会').click();
    const lines = [
      '旧卡号,姓名,身份证号,卡状态',
      `360100010001,李明,${holder.idNumber},正常`,
      '360100010002,王强,360102199001310010,正常',
      '360100010003,李明,12,什么',
    ];
    const content = Buffer.from(lines.join('\r\n'));
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: '旧卡台账.csv', mimeType: 'text/csv', buffer: content });
    expect(await faultsOf(maker)).toEqual([]);
    await dialog.getByRole('button', { name: '开始检查' }).click();
    const row = page.getByRole('row', { name: '旧卡台账.csv' });
    await row.getByText('待确认').waitFor();
    await maker.shoot('takeover-checked');

    const coming = page.waitForEvent('download');
    await row.getByRole('button', { name: '下载未通过的 2 行' }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe('旧卡台账-未通过.csv');
    const report = (await readFile(await file.path())).toString();
    expect(report).toContain('应为 18 位');
    expect(report).toContain('填写：正常、未激活、冻结、挂失或注销');
    expect(report).not.toContain('360102199001310010');

    await row.getByRole('button', { name: '确认接管' }).click();
    const sure = page.getByRole('dialog', { name: '接管 1 张旧卡？' });
    await sure.getByText('未通过的 2 行不会接管').waitFor();
    await sure.getByRole('button', { name: '确认接管' }).click();
    await row.getByText('已接管', { exact: true }).waitFor();
    expect(await faultsOf(maker)).toEqual([]);
  });

  it('finds the card here by its old number', async () => {
    const { page } = maker;
    await page.goto('/console/cards?q=360100010001');
    await page.getByRole('cell', { name: '360100010001' }).waitFor();
    // Whoever closes a dialog is where they were before.
    const begin = page.getByRole('button', { name: '办卡', exact: true });
    await begin.click();
    await page.getByRole('dialog', { name: '办卡' }).getByRole('button', { name: '取消' }).click();
    await page.getByRole('dialog', { name: '办卡' }).waitFor({ state: 'detached' });
    expect(await begin.evaluate((button) => button.matches(':focus'))).toBe(true);
    await page.setViewportSize(PHONE);
    await page.getByText('360100010001').waitFor();
    expect(await faultsOf(maker)).toEqual([]);
    await page.setViewportSize(DESK);
  });

  it('shows which key signs and which lie ready, and withdraws one only when two people say so', async () => {
    const { page } = maker;
    await page.goto('/console/keys');
    await page.getByText('密钥清单还没有离线签名').waitFor();
    expect(await page.getByText('正在签码').count()).toBe(2);
    expect(await page.getByText('待启用').count()).toBe(6);
    const signing = page.getByRole('row', { name: '实体卡' }).filter({ hasText: '正在签码' });
    await signing.getByRole('button', { name: '申请吊销' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('用这把密钥签的实体卡立即停用，需要重新制卡').waitFor();
    const propose = dialog.getByRole('button', { name: '提交申请' });
    await dialog.getByLabel('原因').fill('泄露');
    expect(await propose.isDisabled()).toBe(true);
    await dialog.getByLabel('原因').fill('密钥文件外泄');
    await propose.click();
    await page.getByText('等待另一位同事批准').waitFor();
    expect(await page.getByRole('button', { name: '批准吊销' }).count()).toBe(0);
    expect(await faultsOf(maker)).toEqual([]);
    await maker.shoot('keys-proposed');

    const other = checker.page;
    await other.getByRole('menuitem', { name: '签码密钥' }).click();
    await other.getByText('密钥文件外泄').waitFor();
    await other.getByRole('button', { name: '批准吊销' }).click();
    await other.getByRole('tooltip').getByRole('button', { name: '批准吊销' }).click();
    await other.getByText(/测试干部 于 .+ 处理/).waitFor();
    // Another key signs plastic from this moment on.
    await other.getByRole('row', { name: '实体卡' }).filter({ hasText: '正在签码' }).waitFor();
    expect(await other.getByRole('row', { name: '已吊销' }).count()).toBe(1);
    expect(await faultsOf(checker)).toEqual([]);
    await other.setViewportSize(PHONE);
    await other.waitForFunction('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
    expect(await faultsOf(checker)).toEqual([]);
    await checker.shoot('keys-390');
  });

  it('offers nothing to who may only read', async () => {
    const { page } = auditor;
    const pages = [
      ['职工卡', '办卡'],
      ['批量发卡', '批量发卡'],
      ['制卡', '新建制卡批次'],
      ['旧卡接管', '接管旧卡'],
      ['签码密钥', '申请吊销'],
      ['商户', '添加商户'],
    ] as const;
    for (const [name, button] of pages) {
      await page.getByRole('menuitem', { name, exact: true }).click();
      await page.getByRole('heading', { name, exact: true }).waitFor();
      await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
      expect(await page.locator('main').getByRole('button', { name: button, exact: true }).count()).toBe(0);
    }
  });

  it('no page logged an error on the way', () => {
    for (const visitor of [maker, checker, auditor]) expect(visitor.errors).toEqual([]);
  });
});
