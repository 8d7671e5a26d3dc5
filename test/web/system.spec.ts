import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { redemptionRedeemed } from '../../src/modules/redemption/index.js';
import { Outbox } from '../../src/platform/outbox/outbox.js';
import { newId } from '../../src/shared/ids.js';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { signInOfficer, WebProduct } from '../support/web-product.js';

/** Announces a redemption that no listener can read any more, as when a payload's form changes with no regard for what waits. */
async function announcePoison(web: WebProduct): Promise<void> {
  const shares = { discountFen: 2_000, unionFen: 1_500, merchantFen: 500 };
  await web.product.database.transaction(async (tx) => {
    const id = await web.product.get(Outbox).append(tx, redemptionRedeemed, {
      redemptionId: newId(),
      occurredAt: '2026-11-22T10:15:00+08:00',
      merchantId: 'wal',
      storeId: 'wal-1',
      orgPath: '/city/',
      ...shares,
      uses: [{ campaignId: 'c', version: 1, ...shares }],
    });
    await tx.query(`UPDATE outbox SET payload = '{"redemptionId":"?"}' WHERE id = $1`, [id]);
  });
}

const letters = (page: Page) => page.getByRole('row', { name: '核销' });

async function press(page: Page, row: number, action: string): Promise<void> {
  await letters(page).nth(row).getByRole('button', { name: action }).click();
  await page.getByRole('dialog').getByRole('button', { name: action }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

describe('the page of the system, in a browser', () => {
  let web: WebProduct;
  let visitor: Visitor;

  beforeAll(async () => {
    web = await WebProduct.start();
    visitor = await web.visit(DESK);
    await signInOfficer(visitor, await web.officer('admin-1'));
  });
  afterAll(() => web.close());

  it('says that all is well while nothing was given up', async () => {
    const { page } = visitor;
    await page.getByRole('menuitem', { name: '系统' }).click();
    await page.getByText('没有死信，所有消息都已处理').waitFor();
    expect(await page.getByTitle('条死信等待处理').count()).toBe(0);
  });

  it('lists what was given up, in words, and counts it in the menu', async () => {
    const { page } = visitor;
    await announcePoison(web);
    while ((await web.world.count('dead_letter')) < 2) await page.waitForTimeout(100);
    await page.reload();
    await page.getByTitle('2 条死信等待处理').waitFor();
    const text = (await letters(page).allTextContents()).join();
    for (const word of ['账簿', '统计', 'redemptionId: Invalid UUID', '待处理']) expect(text).toContain(word);
  });

  it('breaks no rule of accessibility, at a desk and on a phone', async () => {
    const { page } = visitor;
    const faults: string[] = [];
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      faults.push(...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`)));
      const isWide: boolean = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      if (isWide) faults.push(`wider than ${size.width}`);
    }
    await page.setViewportSize(DESK);
    expect(faults).toEqual([]);
  });

  it('gives one up and replays the other, after a question each, and says who did it', async () => {
    const { page } = visitor;
    await press(page, 0, '放弃');
    await page.getByTitle('1 条死信等待处理').waitFor();
    await web.product.database.transaction((tx) =>
      tx.query(`UPDATE outbox SET payload = jsonb_build_object('redemptionId', id, 'occurredAt', '2026-11-22T10:15:00+08:00',
        'merchantId', 'wal', 'storeId', 'wal-1', 'orgPath', '/city/', 'discountFen', 0, 'unionFen', 0, 'merchantFen', 0, 'uses', '[]'::jsonb)`),
    );
    await press(page, 0, '重放');
    await page.getByText('没有死信，所有消息都已处理').waitFor();
    while ((await web.world.count('inbox')) < 1) await page.waitForTimeout(100);

    await page.getByLabel('状态').click();
    await page.getByTitle('已放弃').click();
    await letters(page).getByText('测试干部').waitFor();
    expect(await web.world.count('audit_entry', `action IN ('dead-letter.discarded', 'dead-letter.replayed')`)).toBe(2);
  });

  it('no page logged an error on the way', () => {
    expect(visitor.errors).toEqual([]);
  });
});
