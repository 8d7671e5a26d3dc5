import { CaseClock } from '../../src/modules/members/index.js';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { aPdf } from '../support/evidence.js';
import { addOfficer } from '../support/identity.js';
import { faultsOf, signInOfficer, WebProduct } from '../support/web-product.js';
import type { TestMember } from '../support/world.js';

describe('a case of a category from proposal to end, in a browser', () => {
  let web: WebProduct;
  let maker: Visitor;
  let checker: Visitor;
  /** Of the park above, and of the federation beside the checker. */
  let second: Visitor;
  let fellow: Visitor;
  let member: TestMember;

  const confirm = (visitor: Visitor, name: string) =>
    visitor.page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  const pick = async (visitor: Visitor, label: string, option: string): Promise<void> => {
    await visitor.page.getByRole('dialog').getByLabel(label, { exact: true }).click();
    await visitor.page.locator('.ant-select-dropdown:visible').getByTitle(option).click();
  };

  beforeAll(async () => {
    web = await WebProduct.start();
    member = await web.world.aMember({ name: '周晓梅' });
    [maker, checker, second, fellow] = await Promise.all([
      web.visit(DESK),
      web.visit(DESK),
      web.visit(DESK),
      web.visit(DESK),
    ]);
    const { totpSecret } = await addOfficer(web.product, 'desk.u1', 'GRASSROOTS_OFFICER', 'u1');
    await signInOfficer(maker, { username: 'desk.u1', totpSecret });
    await signInOfficer(checker, await web.officer('head.city'));
    const park = await addOfficer(web.product, 'head.park', 'PARK_OFFICER', 'park-a');
    await signInOfficer(second, { username: 'head.park', totpSecret: park.totpSecret });
    await signInOfficer(fellow, await web.officer('vice.city'));
  });
  afterAll(() => web.close());

  it('one officer proposes with a file and hands it on', async () => {
    const { page } = maker;
    await page.goto(`/console/members?id=${member.memberId}`);
    await page.getByRole('button', { name: '提出类别' }).click();
    await pick(maker, '类别', '困难职工');
    await pick(maker, '等级', '深度困难');
    await page.getByRole('dialog').last().getByLabel('依据').fill('民政部门证明');
    expect(await faultsOf(maker)).toEqual([]);
    await page.getByRole('dialog').last().getByRole('button', { name: '确定' }).click();
    await page.getByRole('heading', { name: '周晓梅' }).waitFor();
    await page
      .locator('#evidence-files')
      .setInputFiles({ name: 'proof.pdf', mimeType: 'application/pdf', buffer: aPdf() });
    await page.getByText('材料已加密保存').waitFor();
    await page.getByRole('button', { name: '材料齐全，提交复核' }).click();
    await page.getByText('材料已确认齐全，等待另一人复核').waitFor();
    expect(await page.getByRole('button', { name: '同意', exact: true }).count()).toBe(0);
    expect(await faultsOf(maker)).toEqual([]);
    await maker.shoot('case-proposed-1440');
  });

  it('another one looks at the file for a purpose and approves, and the name is posted masked', async () => {
    const { page } = checker;
    await page.goto('/console/categories');
    await page.getByRole('link', { name: '周晓梅' }).click();
    await page.getByLabel('查看原因').fill('复核困难认定');
    await page.getByRole('button', { name: '打开材料' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /^保存/ }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('材料 1.pdf');
    expect(await faultsOf(checker)).toEqual([]);
    await checker.shoot('case-review-1440');
    await page.getByRole('button', { name: '同意', exact: true }).click();
    await confirm(checker, '同意');
    await page.getByText('公示中').waitFor();
    await page.goto('/console/categories/notices');
    await page.getByText('周**').waitFor();
    expect(await page.getByText('周晓梅').count()).toBe(0);
    expect(await faultsOf(checker)).toEqual([]);
  });

  it('stands in the list of holders until a day once the posting is over', async () => {
    const { page } = checker;
    await web.product.database.db.query(
      `UPDATE category_case SET notice_from_on = current_date - 9, notice_until_on = current_date - 3 WHERE state = 'NOTICE'`,
    );
    expect(await web.product.get(CaseClock).grantDue()).toBe(1);
    await page.goto('/console/categories/holders?org=u1');
    await page.getByRole('row').filter({ hasText: '周晓梅' }).getByText('困难职工 · 深度困难').waitFor();
    expect(await faultsOf(checker)).toEqual([]);
    await page.getByRole('link', { name: '周晓梅' }).click();
    await page.getByText('认定', { exact: true }).waitFor();
    expect(await faultsOf(checker)).toEqual([]);
    await checker.shoot('category-history-1440');
  });

  it('is proposed to end, and who proposed cannot agree', async () => {
    const { page } = checker;
    await page.getByRole('button', { name: '提出退出' }).click();
    await page.getByRole('dialog').getByLabel('依据').fill('家庭收入已恢复');
    await confirm(checker, '确定');
    await page.getByText('脱困退出').first().waitFor();
    await page.goto('/console/categories');
    await page.getByRole('link', { name: '周晓梅' }).click();
    await page.getByRole('button', { name: '材料齐全，提交复核' }).click();
    await page.getByText('材料已确认齐全，等待另一人复核').waitFor();
    expect(await page.getByRole('button', { name: '同意', exact: true }).count()).toBe(0);
    expect(await faultsOf(checker)).toEqual([]);
  });

  it('ends when another one agrees, and the record says so', async () => {
    const { page } = second;
    await page.goto('/console/categories');
    await page.getByRole('link', { name: '周晓梅' }).click();
    await page.getByRole('button', { name: '同意', exact: true }).click();
    await confirm(second, '同意');
    await page.getByText('已退出').waitFor();
    expect(await faultsOf(second)).toEqual([]);
    await second.shoot('case-exited-1440');
    await page.getByRole('link', { name: '类别历史' }).click();
    await page.getByText('没有类别').waitFor();
    await page.getByRole('row').filter({ hasText: '脱困退出' }).waitFor();
  });

  it('comes back as a return to what was before, and is posted again', async () => {
    const { page } = maker;
    await page.goto(`/console/members?id=${member.memberId}`);
    await page.getByRole('button', { name: '提出类别' }).click();
    await pick(maker, '类别', '困难职工');
    await pick(maker, '等级', '意外致困');
    await page.getByRole('dialog').last().getByLabel('依据').fill('再次住院');
    await page.getByRole('dialog').last().getByRole('button', { name: '确定' }).click();
    await page.getByText('再次认定（返困）').waitFor();
    await page
      .locator('#evidence-files')
      .setInputFiles({ name: 'proof.pdf', mimeType: 'application/pdf', buffer: aPdf() });
    await page.getByText('材料已加密保存').waitFor();
    await page.getByRole('button', { name: '材料齐全，提交复核' }).click();
    await page.getByText('材料已确认齐全，等待另一人复核').waitFor();

    await second.page.goto('/console/categories');
    await second.page.getByRole('link', { name: '周晓梅' }).click();
    await second.page.getByRole('button', { name: '同意', exact: true }).click();
    await confirm(second, '同意');
    await second.page.getByText('公示中').waitFor();
    await second.page.getByText('第 1 版：本工会内公示 5 天').waitFor();
    expect(await faultsOf(second)).toEqual([]);
    await second.shoot('case-relapse-1440');
  });

  it('what it means is changed by two officers of the federation, and the version of before stays', async () => {
    const [one, other] = [checker.page, fellow.page];
    await one.goto('/console/categories/meaning');
    await one.getByRole('row').filter({ hasText: '困难职工' }).getByRole('button', { name: '修改' }).click();
    const dialog = one.getByRole('dialog');
    await dialog.getByLabel('公示天数（0 为不公示）').fill('7');
    await dialog.getByLabel('修改原因').fill('市总发文');
    expect(await faultsOf(checker)).toEqual([]);
    await checker.shoot('meaning-form-1440');
    await dialog.getByRole('button', { name: '提交复核' }).click();
    await one.getByText('5 天 → 7 天').waitFor();
    expect(await one.getByRole('button', { name: '同意', exact: true }).count()).toBe(0);

    await other.goto('/console/categories/meaning');
    await other.getByText('5 天 → 7 天').waitFor();
    expect(await faultsOf(fellow)).toEqual([]);
    await fellow.shoot('meaning-waiting-1440');
    await other.getByRole('button', { name: '同意', exact: true }).click();
    const row = other.getByRole('row').filter({ hasText: '困难职工' });
    await row.getByText('本工会内公示 7 天').waitFor();
    await row.getByRole('button', { name: '历次规定' }).click();
    await other.getByRole('dialog').getByText('第 2 版').waitFor();
    await other.getByRole('dialog').getByText('平台启用时').waitFor();
    expect(await faultsOf(fellow)).toEqual([]);
    await fellow.shoot('meaning-versions-1440');
    await other.keyboard.press('Escape');
    await other.setViewportSize(PHONE);
    expect(await other.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
    await fellow.shoot('meaning-390');
    // Who looks after a park reads it and changes nothing.
    await second.page.goto('/console/categories/meaning');
    await second.page.getByText('本工会内公示 7 天').waitFor();
    expect(await second.page.getByRole('button', { name: '修改' }).count()).toBe(0);
  });

  it('no page logged an error on the way', () => {
    expect([maker, checker, second, fellow].flatMap(({ errors }) => errors)).toEqual([]);
  });
});
