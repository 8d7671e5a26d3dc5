import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { onePerson } from '../support/cards.js';
import { DESK, type Visitor } from '../support/browser.js';
import { signInOfficer, WebProduct } from '../support/web-product.js';

/** A roster with one row that must be refused. */
function aRoster(): Buffer {
  const row = (name: string, idNumber: string, phone: string): string => [name, idNumber, phone, '', '', '', ''].join();
  const good = [0, 1, 2].map((at) => row('张三', makeIdNumber('360102', '1988-03-07', at), `1370000010${at}`));
  const wrong = makeIdNumber('360102', '1988-03-07', 9).slice(0, 17).concat('?');
  return Buffer.from(
    ['姓名,身份证号,手机号,性别,入会日期,统一社会信用代码,工会', ...good, row('李四', wrong, '13700001099')].join(
      '\r\n',
    ),
  );
}

async function press(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: action, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

describe('the console, in a browser', () => {
  let web: WebProduct;
  let maker: Visitor;
  let checker: Visitor;

  beforeAll(async () => {
    web = await WebProduct.start();
    await onePerson(web.product);
    [maker, checker] = await Promise.all([web.visit(DESK), web.visit(DESK)]);
    await signInOfficer(maker, await web.officer('maker-1'));
    await signInOfficer(checker, await web.officer('checker-1'));
  });
  afterAll(() => web.close());

  it('opens on the indicators, drawn and in a table', async () => {
    const { page } = maker;
    await page.getByLabel('各园区建会率').locator('svg').waitFor();
    const text = await page.locator('main').textContent();
    for (const indicator of ['建会率', '入会率', '发卡率', '甲园区']) expect(text).toContain(indicator);
  });

  it('publishes a campaign by two officers', async () => {
    const { page } = maker;
    await page.getByRole('menuitem', { name: '活动' }).click();
    await page.getByRole('button', { name: '新建活动' }).click();
    await page.getByRole('button', { name: '从空白开始' }).click();
    await page.getByRole('radio', { name: '满减' }).check();
    await page.getByLabel('活动名称').fill('夏日满五十减五');
    await page.getByLabel('活动编号').fill('summer-50');
    await page.getByLabel('主办工会').click();
    await page.locator('.ant-select-tree').getByText('市总工会').click();
    await page.getByLabel('满多少元').fill('50');
    await page.getByLabel('减多少元', { exact: true }).fill('5');
    await page.getByRole('button', { name: '保存草稿' }).click();
    await press(page, '提交审核');
    await page.getByText('审核中').waitFor();
    expect(await page.getByRole('button', { name: '审核通过' }).count()).toBe(0);

    await checker.page.getByRole('menuitem', { name: '活动' }).click();
    await checker.page.getByRole('link', { name: '夏日满五十减五' }).click();
    await checker.page.getByRole('button', { name: '去审核' }).click();
    await press(checker.page, '审核通过');
    await press(checker.page, '发布');
    await checker.page.getByRole('heading', { level: 1 }).getByText('进行中').waitFor();
    expect((await web.world.runtime('summer-50')).state).toBe('PUBLISHED');
  });

  it('imports a roster, shows its progress and gives the refused rows as a file', async () => {
    const { page } = maker;
    await page.getByRole('menuitem', { name: '导入', exact: true }).click();
    await page.getByRole('button', { name: '导入文件' }).click();
    const wizard = page.getByRole('dialog');
    await wizard.getByLabel('工会').click();
    await page.locator('.ant-select-tree').getByText('市总工会').click();
    await wizard
      .locator('input[type=file]')
      .setInputFiles({ name: '名册.csv', mimeType: 'text/csv', buffer: aRoster() });
    await wizard.getByRole('button', { name: '上传' }).click();
    await wizard.getByText('已按列名填好').waitFor();
    expect(
      await wizard
        .getByLabel('身份证号')
        .locator('xpath=ancestor::*[contains(@class,"ant-form-item")][1]')
        .textContent(),
    ).toContain('B　身份证号');
    await wizard.getByRole('button', { name: '开始试运行' }).click();
    await wizard.getByText('第 5 行 身份证号').waitFor();
    expect(await wizard.locator('dl').textContent()).toMatch(/^新增3更新0转入0已发起接转0无变化0未通过1$/);
    await wizard.getByRole('button', { name: '确认导入' }).click();
    await wizard.getByText('导入完成').waitFor();

    const coming = page.waitForEvent('download');
    await wizard.getByRole('button', { name: '下载未通过的行' }).click();
    const file = await readFile(await (await coming).path(), 'utf8');
    expect(file.trim().split('\n')).toHaveLength(2);
    expect(file).toContain('身份证号：含有不允许的字符');
    await wizard.getByRole('button', { name: '关闭' }).click();
    const row = page.getByRole('row', { name: '名册.csv' });
    await row.getByText('已完成').waitFor();
    expect(await row.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('100');
  });

  it('finds the imported members by name', async () => {
    const { page } = maker;
    await page.getByRole('menuitem', { name: '会员', exact: true }).click();
    await page.getByRole('searchbox').fill('张三');
    await page.getByRole('searchbox').press('Enter');
    await page.getByRole('row', { name: '张三' }).first().waitFor();
    expect(await page.getByRole('row', { name: '张三' }).count()).toBe(3);
  });

  it('no page logged an error on the way', () => {
    expect([...maker.errors, ...checker.errors]).toEqual([]);
  });
});
