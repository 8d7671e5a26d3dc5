import { CodeTexts } from '../../src/modules/cards/index.js';
import { PHONE, type Visitor } from '../support/browser.js';
import { issueTo, onePerson } from '../support/cards.js';
import { askOffer, bindPhone, copyCode, openTill, signInWorker, WebProduct } from '../support/web-product.js';

describe('a phone where codes begin with digits of the installation', () => {
  let web: WebProduct;
  let worker: Visitor;

  beforeAll(async () => {
    web = await WebProduct.start({ CODE_PREFIX_D: '88001', CODE_PREFIX_N: '870' });
    await web.campaign('weekend', '职工卡周末满减');
    await web.cashier('cashier-1');
    worker = await web.visit(PHONE);
    const person = await onePerson(web.product);
    await issueTo(web.product, person);
    await signInWorker(worker, person.phone);
    await bindPhone(worker, person.proof);
  });
  afterAll(() => web.close());

  it('draws them with and without a network, and the cashier’s page takes what it draws', async () => {
    const { page, context } = worker;
    const shown = await copyCode(worker);
    expect(shown).toMatch(/^88001\d{480}$/);
    const cashier = await web.visit(PHONE);
    await openTill(cashier, 'cashier-1');
    await askOffer(cashier, shown, '158.00');
    await cashier.page.getByText('职工卡周末满减').waitFor();
    await cashier.close();

    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await context.setOffline(true);
    await page.reload();
    await page.getByText('离线可用').waitFor();
    expect(await copyCode(worker)).toMatch(/^88001\d{480}$/);
    await page.getByRole('button', { name: '扫不了码？显示短码' }).click();
    // Three digits and twenty-two more: none is left out for not filling a group.
    await page.getByText(/^870\d( \d{4}){5} \d$/).waitFor();
    await context.setOffline(false);
  });

  it('takes others over at the next contact', async () => {
    Object.assign(web.product.get(CodeTexts), { prefixes: { D: '99', S: '97', N: '96' } });
    const renewed = worker.page.waitForResponse((answer) => answer.url().endsWith('/worker/v1/card/pass'));
    await worker.page.reload();
    await renewed;
    await worker.page.getByLabel('职工卡优惠码').waitFor();
    let code = await copyCode(worker);
    for (let tries = 0; !code.startsWith('99') && tries < 20; tries += 1) code = await copyCode(worker);
    expect(code).toMatch(/^99\d{480}$/);
  });
});
