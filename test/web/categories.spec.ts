import { CaseClock } from '../../src/modules/members/index.js';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { onePerson, type Person } from '../support/cards.js';
import { aPhoto } from '../support/evidence.js';
import { faultsOf, signInOfficer, signInWorker, WebProduct } from '../support/web-product.js';

const NARROW = { width: 320, height: 700 } as const;

/** A picture a browser can draw: a grey square of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

describe('categories, in a browser', () => {
  let web: WebProduct;
  let worker: Visitor;
  let maker: Visitor;
  let checker: Visitor;
  let person: Person;

  beforeAll(async () => {
    web = await WebProduct.start();
    person = await onePerson(web.product);
    [worker, maker, checker] = await Promise.all([web.visit(PHONE), web.visit(DESK), web.visit(DESK)]);
  });
  afterAll(() => web.close());

  const isWide = (visitor: Visitor): Promise<boolean> =>
    visitor.page.evaluate('document.documentElement.scrollWidth > innerWidth');

  it('a worker asks for help in plain words, adds a photo and hands it in', async () => {
    const { page } = worker;
    await signInWorker(worker, person.phone);
    await page.getByRole('link', { name: '我的' }).waitFor();
    await page.goto('/worker/categories');
    await page.getByRole('button', { name: '向工会申请' }).click();
    await page.getByLabel('家里遇到困难，需要帮扶').check();
    await page.getByRole('button', { name: '下一步：添加材料' }).click();
    await page.getByText('请选择更接近的情况').waitFor();
    await page.getByLabel('突然生病、受灾或出事').check();
    await page.getByLabel('您的情况').fill('爱人刚动了手术，家里还有两个上学的孩子，手头一下子紧了。');
    await page.getByLabel('我同意工会为这次申请处理我的敏感个人信息').check();
    expect(await faultsOf(worker)).toEqual([]);
    await worker.shoot('worker-apply-390');
    await page.setViewportSize(NARROW);
    expect(await isWide(worker)).toBe(false);
    await page.setViewportSize(PHONE);
    await page.getByRole('button', { name: '下一步：添加材料' }).click();

    const send = page.getByRole('button', { name: '交给工会' });
    await send.waitFor();
    expect(await send.isDisabled()).toBe(true);
    const files = page.getByLabel('添加照片或文件');
    await files.setInputFiles({ name: 'run.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ') });
    await page.getByText('只收 PDF、JPEG、PNG').waitFor();
    await files.setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: PNG });
    await page.getByText('材料 1').first().waitFor();
    expect(await faultsOf(worker)).toEqual([]);
    await worker.shoot('worker-files-390');
    await send.click();
    await page.getByText('工会收到了，正在核对材料').waitFor();
    await worker.shoot('worker-sent-390');
  });

  it('one officer finds the evidence complete, after saying what it is opened for', async () => {
    const { page } = maker;
    await signInOfficer(maker, await web.officer('maker-1'));
    await page.goto('/console/categories');
    await maker.shoot('console-cases-1440');
    await page.getByRole('link', { name: '李明' }).click();
    await page.getByLabel('查看原因').fill('核对困难材料');
    await page.getByRole('button', { name: '打开材料' }).click();
    await page.getByText('爱人刚动了手术').waitFor();
    await page.getByRole('button', { name: '查看 材料 1' }).click();
    await page.getByRole('img', { name: '材料 1' }).waitFor();
    await page.keyboard.press('Escape');
    await page
      .getByLabel('添加材料（可多选）')
      .setInputFiles({ name: 'scan.jpg', mimeType: 'image/jpeg', buffer: aPhoto() });
    await page.getByText('证明材料（2 份）').waitFor();
    expect(await faultsOf(maker)).toEqual([]);
    await maker.shoot('console-case-1440');
    await page.getByRole('button', { name: '材料齐全，提交复核' }).click();
    await page.getByText('材料已确认齐全').waitFor();
    await page.setViewportSize(PHONE);
    expect(await isWide(maker)).toBe(false);
    await maker.shoot('console-case-390');
    await page.setViewportSize(DESK);
    expect(
      await web.world.count('audit_entry', `action LIKE 'evidence.%' AND detail->>'purpose' = '核对困难材料'`),
    ).toBe(2);
  });

  it('another one approves; it is posted under a masked name, and granted when the posting is over', async () => {
    const { page } = checker;
    await signInOfficer(checker, await web.officer('checker-1'));
    await page.goto('/console/categories');
    await page.getByRole('link', { name: '李明' }).click();
    await page.getByRole('button', { name: /^同\s*意$/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^同\s*意$/ })
      .click();
    await page.getByText('公示中').first().waitFor();
    await page.goto('/console/categories/notices');
    await page.getByRole('cell', { name: '李**' }).waitFor();
    expect(await page.getByRole('table').textContent()).not.toContain('李明');
    expect(await faultsOf(checker)).toEqual([]);
    await checker.shoot('console-notices-1440');

    await worker.page.goto('/worker/notices');
    await worker.page.getByText('李**').first().waitFor();
    expect(await faultsOf(worker)).toEqual([]);
    await worker.shoot('worker-notices-390');
    await web.product.database.db.query(
      `UPDATE category_case SET notice_from_on = notice_from_on - 10, notice_until_on = notice_until_on - 10`,
    );
    expect(await web.product.get(CaseClock).grantDue()).toBe(1);
    await worker.page.goto('/worker/categories');
    await worker.page.getByText('困难帮扶 · 意外').first().waitFor();
  });

  it('anybody reads what is posted for everybody, without an account', async () => {
    const stranger = await web.visit(PHONE);
    await stranger.page.goto('/worker/notices');
    await stranger.page.getByText('现在没有公示').waitFor();
    await stranger.page.getByRole('link', { name: '登录职工卡' }).waitFor();
    expect(await faultsOf(stranger)).toEqual([]);
    expect(await isWide(stranger)).toBe(false);
    await stranger.close();
  });

  it('an officer asks what was known on a day, and proposes an exit', async () => {
    const { page } = maker;
    await page.goto(`/console/categories/members/${person.memberId}`);
    await page.getByText('现行').waitFor();
    await maker.shoot('console-history-1440');
    await page.getByLabel('截至哪天所知').fill('2020-05-03');
    await page.getByText('没有类别').waitFor();
    expect(await faultsOf(maker)).toEqual([]);
    await page.goto(`/console/categories/members/${person.memberId}`);
    await page.getByRole('button', { name: '提出退出' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('依据').fill('家庭收入已经稳定');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await page.getByText('脱困退出').first().waitFor();
    for (const tab of ['到期与复核', '名册', '类别说明']) {
      await page.goto('/console/categories');
      await page.getByRole('tab', { name: tab }).click();
      await page.getByLabel('正在加载').first().waitFor({ state: 'detached' });
      expect(await faultsOf(maker)).toEqual([]);
      await maker.shoot(`console-${tab}-1440`);
    }
  });

  it('no page logged an error on the way but the file that was refused', () => {
    expect([...worker.errors, ...maker.errors, ...checker.errors].filter((line) => !line.includes('422'))).toEqual([]);
  });
});
