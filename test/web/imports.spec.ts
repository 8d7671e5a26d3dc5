import type { Page } from 'playwright-core';
import ExcelJS from 'exceljs';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { onePerson } from '../support/cards.js';
import { DESK, type Visitor } from '../support/browser.js';
import { faultsOf, signInOfficer, WebProduct } from '../support/web-product.js';

/** A workbook as offices send it: a title, columns under names of their own, a second sheet. */
async function aWorkbook(): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('花名册');
  sheet.addRow(['某厂花名册']);
  sheet.addRow(['序号', '甲', '手机号', '身份证号']);
  for (const at of [0, 1]) sheet.addRow([at, '赵六', `1370000020${at}`, makeIdNumber('360102', '1989-03-07', at)]);
  book.addWorksheet('去年').addRow(['x']);
  return Buffer.from(await book.xlsx.writeBuffer());
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByLabel(field).click();
  await page.locator('.ant-select-dropdown:visible').getByText(option).click();
}

describe('the import wizard, in a browser', () => {
  let web: WebProduct;
  let desk: Visitor;
  let phone: Visitor;

  beforeAll(async () => {
    web = await WebProduct.start();
    await onePerson(web.product);
    [desk, phone] = await Promise.all([web.visit(DESK), web.visit(DESK)]);
    await signInOfficer(desk, await web.officer('desk-1'));
    await signInOfficer(phone, await web.officer('phone-1'));
  });
  afterAll(() => web.close());

  it('lets a column be chosen by hand, tells of the second sheet, commits and undoes', async () => {
    const { page } = desk;
    await page.getByRole('menuitem', { name: '导入', exact: true }).click();
    await page.getByRole('button', { name: '导入文件' }).click();
    const wizard = page.getByRole('dialog');
    await wizard.getByLabel('工会').click();
    await page.locator('.ant-select-tree').getByText('市总工会').click();
    await wizard
      .locator('input[type=file]')
      .setInputFiles({ name: '花名册.xlsx', mimeType: '', buffer: await aWorkbook() });
    await wizard.getByRole('button', { name: '上传' }).click();
    await wizard.getByText('没有读取其他工作表：去年').waitFor();
    const check = wizard.getByRole('button', { name: '开始试运行' });
    expect(await check.isDisabled()).toBe(true);
    await wizard.getByText('还没有选好这些列，选好才能试运行：姓名').waitFor();
    await choose(page, '姓名', '甲');
    expect(await faultsOf(desk)).toEqual([]);
    await check.click();
    await wizard.getByRole('button', { name: '确认导入' }).click();
    await wizard.getByText('导入完成').waitFor();
    expect(await wizard.locator('dl').textContent()).toContain('新增2');
    expect(await faultsOf(desk)).toEqual([]);

    await wizard.getByRole('button', { name: '撤销' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '撤销' }).click();
    await wizard.getByText('已撤销，数据已恢复原样').waitFor();
  });

  it('fits a phone, with the census in it, and says what is wrong with a file', async () => {
    const { page } = phone;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${web.baseUrl}/console/imports`);
    await page.getByText('企业摸底表').click();
    await page.getByText('还没有导入过').waitFor();
    await page.getByRole('button', { name: '导入文件' }).click();
    const wizard = page.getByRole('dialog');
    await wizard.getByLabel('工会').click();
    await page.locator('.ant-select-tree').getByText('市总工会').click();
    await wizard
      .locator('input[type=file]')
      .setInputFiles({ name: '旧.xls', mimeType: '', buffer: Buffer.from('d0cf11e0a1b11ae100', 'hex') });
    await wizard.getByRole('button', { name: '上传' }).click();
    await wizard.getByText('请另存为不加密的 .xlsx').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(await faultsOf(phone)).toEqual([]);
  });

  it('no page logged an error on the way', () => {
    expect([...desk.errors, ...phone.errors]).toEqual([]);
  });
});
