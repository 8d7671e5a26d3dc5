import { statSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { DESK, type Visitor } from '../support/browser.js';
import { ROOT } from '../support/imports.js';
import { faultsOf, signInOfficer, WebProduct } from '../support/web-product.js';

/** Picks an option of a select by the words it shows. */
async function choose(page: Page, select: string, option: string): Promise<void> {
  await page.getByLabel(select, { exact: true }).last().click();
  await page.locator('.ant-select-dropdown:visible').getByTitle(option, { exact: true }).click();
}

describe('aiming a campaign, in a browser', () => {
  let web: WebProduct;
  let officer: Visitor;
  let listed: string;

  beforeAll(async () => {
    web = await WebProduct.start();
    await web.world.aMember({ name: '孙难', categories: [{ code: 'HARDSHIP', level: 'DEEP' }] });
    await web.world.aMember({ name: '李关', categories: [{ code: 'MIGRANT' }] });
    listed = (await web.world.aMember({ name: '周全' })).idNumber;
    officer = await web.visit(DESK);
    await signInOfficer(officer, await web.officer('planner-1'));
  });
  afterAll(() => web.close());

  it('puts pasted ID numbers on a new list and says which lines are wrong', async () => {
    const { page } = officer;
    await page.getByRole('menuitem', { name: '名单' }).click();
    await page.getByRole('button', { name: '新建名单' }).click();
    await page.getByLabel('名单名称').fill('首批五百人');
    await page.getByLabel('名单编号').fill('first-500');
    await page.getByLabel('所属工会').click();
    await page.locator('.ant-select-tree').getByText('市总工会').click();
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await page.getByRole('button', { name: '首批五百人' }).click();
    await page.getByLabel('添加成员').fill(`${listed}\n123`);
    await page.getByRole('button', { name: '添加成员' }).click();
    await page.getByText('新加 1 人').waitFor();
    await page.getByText('第 2 行').waitFor();
    await page.getByRole('cell', { name: '周全' }).waitFor();
    expect(await faultsOf(officer)).toEqual([]);
  });

  it('builds rules, shows how many they mean by park and why one member is meant', async () => {
    const { page } = officer;
    await page.goto('/console/campaigns/new/blank');
    await page.getByRole('radio', { name: '满减' }).check();
    await page.getByLabel('活动名称').fill('暖冬满五十减五');
    await page.getByLabel('活动编号').fill('warm-50');
    await page.getByLabel('主办工会').click();
    await page.locator('.ant-select-tree').getByText('市总工会').click();
    await page.getByLabel('满多少元').fill('50');
    await page.getByLabel('减多少元', { exact: true }).fill('5');
    await page.getByRole('button', { name: '给谁' }).click();
    await page.getByText('一部分人').click();
    await page.getByText('符合条件 3 人，共有会员 3 人').waitFor();

    await page.getByRole('button', { name: '添加条件', exact: true }).click();
    await page.getByText('条件还没有写好').waitFor();
    await choose(page, '比什么', '困难职工');
    await page.getByText('符合条件 1 人，共有会员 3 人').waitFor();
    await page.getByText('1 / 3').waitFor();

    await choose(page, '条件之间', '满足其一');
    await page.getByRole('button', { name: '添加条件', exact: true }).click();
    await choose(page, '看什么', '名单');
    await choose(page, '比什么', '首批五百人');
    await page.getByText('符合条件 2 人，共有会员 3 人').waitFor();
    expect(await faultsOf(officer)).toEqual([]);

    await page.getByLabel('会员', { exact: true }).fill('李关');
    await page.locator('.ant-select-dropdown:visible').getByText('李关').click();
    await page.getByRole('button', { name: '试一试' }).click();
    await page.getByText('李关 不符合条件').waitFor();
    await page.getByText('实际：没有').first().waitFor();
  });

  it('saves them and shows them again', async () => {
    const { page } = officer;
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.getByRole('button', { name: '修改' }).click();
    await page.getByRole('button', { name: '给谁' }).click();
    await page.getByText('符合条件 2 人，共有会员 3 人').waitFor();
    const [row]: { audience: unknown }[] = await web.product.database.db.query(
      `SELECT definition->'audience' AS audience FROM campaign WHERE id = 'warm-50'`,
    );
    expect(row?.audience).toEqual({
      combinator: 'or',
      rules: [
        { field: 'category', operator: 'has', value: 'HARDSHIP' },
        { field: 'list', operator: 'in', value: 'first-500' },
      ],
    });
  });

  it('loads the builder apart, so that no other page pays for it', () => {
    const folder = join(ROOT, 'dist', 'web', 'assets');
    const [builder] = readdirSync(folder).filter((name) => /^audience-editor-.*\.js$/.test(name));
    expect(statSync(join(folder, builder ?? '')).size).toBeLessThan(200_000);
  });
});
