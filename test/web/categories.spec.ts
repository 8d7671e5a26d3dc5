import { PHONE, type Visitor } from '../support/browser.js';
import { onePerson, type Person } from '../support/cards.js';
import { faultsOf, signInWorker, WebProduct } from '../support/web-product.js';

const NARROW = { width: 320, height: 700 } as const;

/** A picture a browser can draw: a grey square of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

describe('categories, in a browser', () => {
  let web: WebProduct;
  let worker: Visitor;
  let person: Person;

  beforeAll(async () => {
    web = await WebProduct.start();
    person = await onePerson(web.product);
    worker = await web.visit(PHONE);
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

  it('anybody reads what is posted for everybody, without an account', async () => {
    const stranger = await web.visit(PHONE);
    await stranger.page.goto('/worker/notices');
    await stranger.page.getByText('现在没有公示').waitFor();
    await stranger.page.getByRole('link', { name: '登录职工卡' }).waitFor();
    expect(await faultsOf(stranger)).toEqual([]);
    expect(await isWide(stranger)).toBe(false);
    await stranger.close();
  });

  it('no page logged an error on the way but the file that was refused', () => {
    expect(worker.errors.filter((line) => !line.includes('422'))).toEqual([]);
  });
});
