import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { addOfficer } from '../support/identity.js';
import { UnionRig } from '../support/union-rig.js';
import { faultsOf, signInOfficer, WebProduct } from '../support/web-product.js';

/** A width at which nothing may hang over. */
const NARROW = 320;

describe('the union tree, in a browser', () => {
  let web: WebProduct;
  let city: Visitor;
  let park: Visitor;
  let rig: UnionRig;

  const row = ({ page }: Visitor, name: string) => page.getByRole('row').filter({ hasText: name });
  const open = async (visitor: Visitor, name: string): Promise<void> => {
    await visitor.page.getByRole('button', { name, exact: true }).click();
    await visitor.page.getByRole('heading', { name: '沿革' }).waitFor();
  };
  const unfold = (visitor: Visitor, name: string) =>
    row(visitor, name).first().getByRole('button', { name: '展开行' }).click();
  const choose = async ({ page }: Visitor, label: string, steps: readonly string[], union: string): Promise<void> => {
    await page.getByRole('dialog').getByLabel(label).click();
    const popup = page.locator('.ant-select-dropdown:visible');
    for (const step of steps)
      await popup
        .locator('.ant-select-tree-treenode')
        .filter({ hasText: step })
        .locator('.ant-select-tree-switcher')
        .first()
        .click();
    await popup.getByText(union, { exact: true }).click();
  };

  beforeAll(async () => {
    web = await WebProduct.start();
    rig = new UnionRig(web.product);
    await web.world.aMember({ name: '周晓梅' });
    [city, park] = await Promise.all([web.visit(DESK), web.visit(DESK)]);
    const zhao = await addOfficer(web.product, 'zhao.park', 'PARK_OFFICER', 'park-a');
    await signInOfficer(city, await web.officer('li.city'));
    await signInOfficer(park, { username: 'zhao.park', totpSecret: zhao.totpSecret });
  });
  afterAll(() => web.close());

  it('opens level by level, with what each union has', async () => {
    const { page } = city;
    await page.getByRole('menuitem', { name: '工会组织' }).click();
    await unfold(city, '市总工会');
    await unfold(city, '甲园区工会');
    await row(city, '一厂工会').getByText('基层工会').waitFor();
    await city.shoot('unions-1440');
    expect(await faultsOf(city)).toEqual([]);
  });

  it('makes a union below another one, and says what is missing', async () => {
    const { page } = city;
    await open(city, '甲园区工会');
    await page.getByRole('button', { name: '新建下级工会' }).click();
    const dialog = page.getByRole('dialog').last();
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await dialog.getByText('请填写名称，至少两个字').waitFor();
    await dialog.getByLabel('名称').fill('红谷机械厂工会');
    await dialog.getByLabel('原因').fill('新建企业工会');
    await city.shoot('unions-create-1440');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await page.getByText('已新建').waitFor();
    await row(city, '红谷机械厂工会').waitFor();
    expect(await row(city, '红谷机械厂工会').getByText('甲园区', { exact: true }).count()).toBe(1);
  });

  it('says before a move what goes along and which park it changes to, and shows it afterwards', async () => {
    const { page } = city;
    await open(city, '红谷机械厂工会');
    await page.getByRole('button', { name: '调整隶属' }).click();
    await choose(city, '调到哪个工会下面', ['市总工会'], '乙园区工会');
    await page.getByText('所在园区由“甲园区”变为“乙园区”').waitFor();
    await city.shoot('unions-move-1440');
    expect(await faultsOf(city)).toEqual([]);
    const dialog = page.getByRole('dialog').last();
    await dialog.getByLabel('原因').fill('厂区搬迁');
    await dialog.getByRole('button', { name: '调整隶属' }).click();
    await page.getByText('已调整').waitFor();
    await unfold(city, '乙园区工会');
    await open(city, '红谷机械厂工会');
    await page.getByText('由“甲园区工会”调到“乙园区工会”').waitFor();
    await page.getByText('厂区搬迁').waitFor();
    await city.shoot('unions-history-1440');
    expect(await faultsOf(city)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('says in words everything that stands against dissolving, each with the way to put it right', async () => {
    const { page } = city;
    await page.getByLabel('按名称或编号查找工会').fill('一厂');
    await page.keyboard.press('Enter');
    await open(city, '一厂工会');
    await page.getByRole('button', { name: '撤销工会' }).click();
    const dialog = page.getByRole('dialog').last();
    await dialog.getByText('现在还不能撤销').waitFor();
    await dialog.getByText('还有 1 名会员').waitFor();
    expect(await dialog.getByRole('button', { name: '撤销工会' }).isDisabled()).toBe(true);
    await city.shoot('unions-blocked-1440');
    expect(await faultsOf(city)).toEqual([]);
    await dialog.getByRole('link', { name: '先办理接转或退会' }).click();
    await row(city, '周晓梅').waitFor();
    expect(new URL(page.url()).searchParams.get('org')).toBe('u1');
    await page.getByText('一厂工会').first().waitFor();
    await city.shoot('members-of-union-1440');
    expect(await faultsOf(city)).toEqual([]);
  });

  it('makes a park’s own union with its park, and puts a union under it that is found by a part of its name', async () => {
    const { page } = city;
    await page.getByRole('menuitem', { name: '工会组织' }).click();
    await page.getByRole('button', { name: '新建工会' }).click();
    const dialog = page.getByRole('dialog').last();
    await dialog.getByLabel('级别').first().click();
    await page.locator('.ant-select-dropdown:visible').getByTitle('园区工会').click();
    await dialog.getByLabel('园区名称').fill('桑海园区');
    await dialog.getByLabel('园区级别').click();
    await page.locator('.ant-select-dropdown:visible').getByTitle('市级').click();
    await dialog.getByLabel('名称', { exact: true }).fill('桑海园区工会');
    await dialog.getByLabel('原因').fill('新设园区');
    expect(await faultsOf(city)).toEqual([]);
    await city.shoot('unions-park-1440');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await page.getByText('已新建').first().waitFor();

    await page.getByRole('button', { name: '新建工会' }).click();
    await page.getByRole('dialog').last().getByLabel('上级工会').fill('桑海');
    await city.shoot('org-select-1440');
    await page.locator('.ant-select-dropdown:visible').getByText('桑海园区工会（市总工会）').click();
    await page.getByRole('dialog').last().getByLabel('名称', { exact: true }).fill('桑海制药工会');
    await page.getByRole('dialog').last().getByLabel('原因').fill('企业建会');
    await page
      .getByRole('dialog')
      .last()
      .getByRole('button', { name: /确\s*定/ })
      .click();
    await page.getByText('已新建').first().waitFor();
    await page.getByLabel('按名称或编号查找工会').fill('桑海制药');
    await page.keyboard.press('Enter');
    await row(city, '桑海制药工会').getByText('桑海园区', { exact: true }).waitFor();
    // Who looks after a park is offered no union of a park.
    await park.page.goto('/console/unions');
    await park.page.getByRole('button', { name: '新建工会' }).click();
    await park.page.getByRole('dialog').getByLabel('级别').click();
    await park.page.locator('.ant-select-dropdown:visible').getByTitle('工会小组').waitFor();
    expect(await park.page.locator('.ant-select-dropdown:visible').getByTitle('园区工会').count()).toBe(0);
    await park.page.getByRole('dialog').getByLabel('上级工会').fill('桑海');
    await park.page.getByText('没有找到相符的工会').waitFor();
  });

  it('dissolves one that is empty, and keeps it among those that are no more', async () => {
    const { page } = city;
    await page.getByRole('menuitem', { name: '工会组织' }).click();
    await page.getByLabel('按名称或编号查找工会').fill('红谷');
    await page.keyboard.press('Enter');
    await open(city, '红谷机械厂工会');
    await page.getByRole('button', { name: '撤销工会' }).click();
    const dialog = page.getByRole('dialog').last();
    await dialog.getByLabel('原因').fill('企业注销');
    await dialog.getByRole('button', { name: '撤销工会' }).click();
    await page.getByText('已撤销').first().waitFor();
    await page.getByText('没有找到相符的工会').waitFor();
    await page.getByLabel('看已撤销的').check();
    await open(city, '红谷机械厂工会');
    await page.getByText('企业注销').waitFor();
    expect(await page.getByRole('button', { name: '更名' }).count()).toBe(0);
  });

  it('fits the phone of a park officer, who keeps the park’s own', async () => {
    const { page } = park;
    await rig.aUnion('u1', 'GROUP');
    await page.setViewportSize(PHONE);
    await page.goto('/console/unions');
    await unfold(park, '甲园区工会');
    await row(park, '一厂工会').waitFor();
    await park.shoot('unions-390');
    expect(await faultsOf(park)).toEqual([]);
    await open(park, '一厂工会');
    await park.shoot('unions-drawer-390');
    expect(await faultsOf(park)).toEqual([]);
    await page.getByRole('button', { name: '更名' }).click();
    const dialog = page.getByRole('dialog').last();
    await dialog.getByLabel('名称').fill('一分厂工会');
    await dialog.getByLabel('原因').fill('企业更名');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await row(park, '一分厂工会').waitFor();
    await page.setViewportSize({ width: NARROW, height: 700 });
    expect(await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')).toBe(
      false,
    );
  });
});
