import { issueTo, onePerson, type Person } from '../support/cards.js';
import { PHONE, type Visitor } from '../support/browser.js';
import { PASSWORD } from '../support/identity.js';
import { bindPhone, copyCode, signInWorker, WebProduct } from '../support/web-product.js';

describe('the pages on their own', () => {
  let web: WebProduct;
  let worker: Visitor;
  let person: Person;

  beforeAll(async () => {
    web = await WebProduct.start();
    await web.cashier('cashier-1');
    worker = await web.visit(PHONE);
    person = await onePerson(web.product);
    await issueTo(web.product, person);
  });
  afterAll(() => web.close());

  it.each(['/worker/anything', '/worker/a/b', '/merchant/today', '/console/campaigns/x'])(
    'answers %s with its app',
    async (path) => {
      const answer = await fetch(web.baseUrl + path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    },
  );

  it.each(['/worker/v1/unknown', '/merchant/v1', '/console/v1/unknown', '/pos/v1/unknown', '/worker/missing.js'])(
    'never answers %s with a page',
    async (path) => {
      const answer = await fetch(web.baseUrl + path, { headers: { accept: 'text/html' } });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND' });
    },
  );

  it('shows the card and a fresh code after a reload without a network', async () => {
    const { page, context } = worker;
    await signInWorker(worker, person.phone);
    await bindPhone(worker, person.proof);
    const first = await copyCode(worker);
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await context.setOffline(true);
    await page.reload();
    await page.getByText('离线可用').waitFor();
    await page.getByLabel('职工卡优惠码').waitFor();
    const second = await copyCode(worker);
    expect(second).toMatch(/^\d{300,}$/);
    expect(second).not.toBe(first);
  });

  it('leaves the API to the network: the service worker answers nothing for it', async () => {
    const { page, context } = worker;
    const asked = `fetch('/worker/v1/card').then(() => 'answered', () => 'no network')`;
    expect(await page.evaluate(asked)).toBe('no network');
    const opened = page.goto('/worker/v1/card').then(
      () => 'answered',
      () => 'no network',
    );
    expect(await opened).toBe('no network');
    await context.setOffline(false);
    await page.goto('/worker');
  });

  it('speaks English after one press, and remembers it', async () => {
    const { page } = worker;
    await page.getByRole('link', { name: '我的' }).click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en-US');
    await page.getByRole('button', { name: '中文' }).click();
  });

  it('says on a page opened without https why it cannot scan', async () => {
    const plain = await web.visit(PHONE);
    const { page } = plain;
    // A name that is not localhost makes the browser treat the address as an ordinary one without https.
    await page.goto(`${web.baseUrl.replace('127.0.0.1', 'card.example')}/merchant`);
    await page.getByLabel('账号').fill('cashier-1');
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    expect(await page.getByText('这个页面还不能扫码').textContent()).toBeTruthy();
    expect(await page.getByRole('alert').textContent()).toContain('https');
    await plain.close();
  });

  it('no page logged an error on the way', () => {
    expect(worker.errors.filter((line) => !line.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  });
});
