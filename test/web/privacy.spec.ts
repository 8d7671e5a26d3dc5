import { MembersService } from '../../src/modules/members/index.js';
import { anOfficer } from '../support/benefits.js';
import { issueTo, onePerson, type Person } from '../support/cards.js';
import { faultsOf, signInOfficer, signInWorker, WebProduct } from '../support/web-product.js';

describe('the pages of personal data', () => {
  let web: WebProduct;
  let person: Person;

  beforeAll(async () => {
    web = await WebProduct.start();
    person = await onePerson(web.product);
    await issueTo(web.product, person);
    await web.product.get(MembersService).reveal(anOfficer(), person.memberId, '核对身份信息');
  }, 180_000);
  afterAll(() => web.close());

  it('show a worker who looked, make a file, and take a deletion back', async () => {
    const phone = await web.visit({ width: 390, height: 844 });
    await signInWorker(phone, person.phone);
    const { page } = phone;
    await page.getByRole('link', { name: '我的', exact: true }).click();
    await page.getByRole('link', { name: '我的数据' }).click();
    await page.getByText('核对身份信息').waitFor();
    await page.getByRole('button', { name: '生成文件' }).click();
    await page.getByRole('button', { name: '下载（可直接看）' }).waitFor();
    await page.getByRole('button', { name: '申请删除' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '申请删除' }).click();
    await page.getByRole('button', { name: '撤销删除' }).waitFor();
    expect(await faultsOf(phone)).toEqual([]);
    await page.getByRole('button', { name: '撤销删除' }).click();
    await page.getByRole('button', { name: '申请删除' }).waitFor();
  }, 120_000);

  it('show officers the periods and the trail', async () => {
    const desk = await web.visit({ width: 1440, height: 900 });
    await signInOfficer(desk, await web.officer('privacy.city'));
    const { page } = desk;
    await page.goto('/console/privacy?tab=retention');
    await page.getByText('职工导出的数据文件').waitFor();
    expect(await faultsOf(desk)).toEqual([]);
    await page.goto('/console/audit?action=member.revealed');
    await page.getByText('核对身份信息').waitFor();
    expect(await faultsOf(desk)).toEqual([]);
  }, 120_000);
});
