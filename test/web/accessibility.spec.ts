import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { issueTo, onePerson } from '../support/cards.js';
import { DESK, PHONE } from '../support/browser.js';
import { bindPhone, openTill, signInOfficer, signInWorker, WebProduct } from '../support/web-product.js';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const ON_A_PHONE = new Set(['', 'unions', 'members', 'campaigns/new', 'redemptions']);
const CONSOLE = [
  '',
  'unions',
  'members',
  'imports',
  'cards',
  'batches',
  'campaigns',
  'campaigns/new',
  'redemptions',
  'merchants',
];

/** What a page breaks of WCAG 2.2 AA, and whether it must be scrolled sideways. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.locator('h1').first().waitFor();
  // Skeletons and the fading in of what replaces them are no state anybody reads.
  await page.getByLabel('正在加载').first().waitFor({ state: 'detached' });
  await page.waitForTimeout(300);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const wide: boolean = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${page.url()} ${id}: ${node.html}`));
  return wide ? [...found, `${page.url()} is wider than its window`] : found;
}

describe('the pages against WCAG 2.2 AA', () => {
  let web: WebProduct;

  beforeAll(async () => {
    web = await WebProduct.start();
    await web.campaign('weekend', '职工卡周末满减');
    await web.cashier('cashier-1');
  });
  afterAll(() => web.close());

  it('the worker’s pages', async () => {
    const visitor = await web.visit(PHONE);
    const person = await onePerson(web.product);
    await issueTo(web.product, person);
    await visitor.page.goto('/worker');
    await visitor.page.getByLabel('手机号').waitFor();
    const faults = await faultsOf(visitor.page);
    await signInWorker(visitor, person.phone);
    await bindPhone(visitor, person.proof);
    faults.push(...(await faultsOf(visitor.page)));
    for (const tab of ['优惠', '记录', '我的']) {
      await visitor.page.getByRole('link', { name: tab }).click();
      faults.push(...(await faultsOf(visitor.page)));
    }
    await visitor.close();
    expect(faults).toEqual([]);
  });

  it('the till', async () => {
    const visitor = await web.visit(PHONE);
    await openTill(visitor, 'cashier-1');
    const faults = await faultsOf(visitor.page);
    for (const tab of ['今日', '门店']) {
      await visitor.page.getByRole('link', { name: tab }).click();
      faults.push(...(await faultsOf(visitor.page)));
    }
    await visitor.close();
    expect(faults).toEqual([]);
  });

  it('the console, at a desk and on a phone', async () => {
    const visitor = await web.visit(DESK);
    await signInOfficer(visitor, await web.officer('officer-1'));
    const faults: string[] = [];
    for (const path of CONSOLE) {
      await visitor.page.setViewportSize(DESK);
      await visitor.page.goto(`/console/${path}`);
      faults.push(...(await faultsOf(visitor.page)));
      if (!ON_A_PHONE.has(path)) continue;
      await visitor.page.setViewportSize(PHONE);
      faults.push(...(await faultsOf(visitor.page)));
    }
    await visitor.close();
    expect(faults).toEqual([]);
  }, 120_000);
});
