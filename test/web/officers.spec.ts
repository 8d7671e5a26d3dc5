import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { generateSync } from 'otplib';
import { faultsOf, type Officer, signInOfficer, WebProduct } from '../support/web-product.js';

const CHOSEN = 'Xk4!bamboo-river-77';

describe('officers and their rights, in a browser', () => {
  let web: WebProduct;
  let admin: Officer;
  let desk: Visitor;
  let officer: Visitor;
  let link: string;
  let secret: string;

  const row = (name: string) => desk.page.getByRole('row').filter({ hasText: name });
  const linkShown = async (): Promise<string> => {
    const shown = await desk.page.getByText('/console/activate#').textContent();
    return new URL(shown ?? '').hash;
  };
  const open = async (visitor: Visitor, page: string): Promise<void> => {
    await visitor.page.getByRole('menuitem', { name: page, exact: true }).click();
    await visitor.page.getByRole('heading', { name: page, exact: true }).waitFor();
  };

  const closeLink = (): Promise<void> => desk.page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  const answer = async (what: string, reason: string): Promise<void> => {
    const asked = desk.page.getByRole('dialog');
    await asked.getByLabel('原因').fill(reason);
    expect(await faultsOf(desk)).toEqual([]);
    await asked.getByRole('button', { name: what, exact: true }).click();
  };

  beforeAll(async () => {
    web = await WebProduct.start();
    await web.world.aMember({ name: '本会职工' });
    await web.world.aMember({ name: '外会职工', orgId: 'u2' });
    [desk, officer] = await Promise.all([web.visit(DESK), web.visit(PHONE)]);
    admin = await web.officer('head.city');
    await signInOfficer(desk, admin);
  });
  afterAll(() => web.close());

  it('an administrator makes a grassroots officer until a day, and hands a link on', async () => {
    const { page } = desk;
    await open(desk, '干部');
    await page.getByRole('button', { name: '新增干部' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('账号').fill('chen.u1');
    await form.getByLabel('姓名').fill('陈干部');
    await form.getByLabel('职责', { exact: true }).click();
    await page.locator('.ant-select-dropdown:visible').getByTitle('基层工会干部').click();
    await form.getByLabel('管理范围').click();
    const tree = page.locator('.ant-select-tree:visible');
    await tree.locator('.ant-select-tree-switcher_close').first().click();
    await tree
      .locator('.ant-select-tree-treenode')
      .filter({ hasText: '园区' })
      .first()
      .locator('.ant-select-tree-switcher')
      .click();
    await tree.getByText('一厂工会').click();
    await form.getByLabel('截止日期').fill('2099-12-31');
    expect(await faultsOf(desk)).toEqual([]);
    await desk.shoot('officer-form-1440');
    await form.getByRole('button', { name: '新增干部' }).click();
    await page.getByText('这个链接只显示这一次').waitFor();
    expect(await faultsOf(desk)).toEqual([]);
    await desk.shoot('officer-code-1440');
  });

  it('the officer opens it, chooses a password and proves the authenticator', async () => {
    const { page } = officer;
    link = await linkShown();
    await page.goto(`/console/activate${link}`);
    await page.getByText('陈干部，你好').waitFor();
    secret = (await page.locator('code').textContent()) ?? '';
    await page.getByLabel('设置密码').fill('password1234');
    await page.getByLabel('动态验证码').fill(generateSync({ secret }));
    await page.getByRole('button', { name: '完成，去登录' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('设置密码').inputValue()).toBe('password1234');
    expect(await faultsOf(officer)).toEqual([]);
    await officer.shoot('officer-activate-390');
    await page.getByLabel('设置密码').fill(CHOSEN);
    await page.getByRole('button', { name: '完成，去登录' }).click();
    await page.getByRole('button', { name: '登录' }).waitFor();
  });

  it('the officer meets the own union alone, and no page that is not theirs', async () => {
    const { page } = officer;
    await page.setViewportSize(DESK);
    await page.getByLabel('账号').fill('chen.u1');
    await page.getByLabel('密码', { exact: true }).fill(CHOSEN);
    await page.getByRole('button', { name: '登录' }).click();
    // The digits of this half minute proved the authenticator; each step works once.
    await page.getByLabel('动态验证码').fill(generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 }));
    await page.getByRole('button', { name: '登录' }).click();
    await open(officer, '会员');
    await page.getByText('本会职工').waitFor();
    expect(await page.getByText('外会职工').count()).toBe(0);
    for (const absent of ['干部', '审计', '系统', '签码密钥'])
      expect(await page.getByRole('menuitem', { name: absent, exact: true }).count()).toBe(0);
    await page.goto('/console/officers');
    await page.getByText('这个页面不在您的职责之内').waitFor();
    expect(await faultsOf(officer)).toEqual([]);
  });

  it('who is stopped is out at once, with the page still open', async () => {
    await closeLink();
    await row('陈干部').getByRole('button', { name: '停用' }).click();
    await answer('停用', '调离岗位');
    await row('陈干部').getByText('已停用').waitFor();
    await officer.page.getByRole('menuitem', { name: '会员', exact: true }).click();
    await officer.page.getByRole('button', { name: '登录' }).waitFor();
    expect(await officer.page.getByText('本会职工').count()).toBe(0);
  });

  it('a lost authenticator is begun anew for a reason, which stands in the trail', async () => {
    await row('陈干部').getByRole('button', { name: '恢复' }).click();
    await answer('恢复', '回到岗位');
    await row('陈干部').getByText('正常').waitFor();
    const before = link;
    await row('陈干部').getByRole('button', { name: '重设登录' }).click();
    await answer('重设登录', '手机丢失，已当面核对证件');
    await desk.page.getByText('这个链接只显示这一次').waitFor();
    expect(await linkShown()).not.toBe(before);
    await closeLink();
    await row('陈干部').getByText('等待首次登录').waitFor();
    await open(desk, '审计');
    await row('重设登录').getByText('手机丢失，已当面核对证件').waitFor();
    expect(await faultsOf(desk)).toEqual([]);
    await desk.shoot('audit-1440');
  });

  it('no page logged an error on the way', () => {
    expect([...desk.errors, ...officer.errors]).toEqual([]);
  });
});
