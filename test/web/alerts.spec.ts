import { AuditorService } from '../../src/modules/redemption/index.js';
import { DESK, PHONE, type Visitor } from '../support/browser.js';
import { faultsOf, signInOfficer, WebProduct } from '../support/web-product.js';

describe('an alert of the auditor, in a browser', () => {
  let web: WebProduct;
  let finder: Visitor;
  let settler: Visitor;

  beforeAll(async () => {
    web = await WebProduct.start();
    await web.campaign('hurt', '账目被改动的活动');
    // As when somebody changed a row by hand.
    await web.product.database.db.query(
      `UPDATE campaign_runtime SET spent_fen = spent_fen + 500 WHERE campaign_id = 'hurt'`,
    );
    await web.product.get(AuditorService).run(false);
    [finder, settler] = await Promise.all([web.visit(DESK), web.visit(DESK)]);
  });
  afterAll(() => web.close());

  it('stands above everything else, says what does not agree and leads to the campaign', async () => {
    await signInOfficer(finder, await web.officer('finder'));
    const alert = finder.page.getByRole('region', { name: '警报' });
    await alert.getByText('审计发现账目不符，活动已自动暂停').waitFor();
    expect(await alert.getByRole('link', { name: '账目被改动的活动' }).count()).toBe(1);
    expect(await alert.textContent()).toContain('已用经费：按明细应为 ¥0.00，账上为 ¥5.00');
    expect(await faultsOf(finder)).toEqual([]);
  });

  it('wants to know what was found', async () => {
    const { page } = finder;
    await page.getByRole('button', { name: '写明核查情况' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '写明核查情况' }).click();
    await dialog.getByText('请写明核查情况').waitFor();
    await dialog.getByLabel('核查情况').fill('有人手工改动，已改回');
    await dialog.getByRole('button', { name: '写明核查情况' }).click();
    await page.getByText('已核查：有人手工改动，已改回').waitFor();
    await page.getByRole('button', { name: '确认了结' }).click();
    await page.getByText('这条警报由您核查，请由另一人了结').waitFor();
    expect(await web.world.count('alert', `state = 'EXAMINED'`)).toBe(1);
  });

  it('is settled by another person, also on a phone, and is gone', async () => {
    const { page } = settler;
    await signInOfficer(settler, await web.officer('settler'));
    await page.setViewportSize(PHONE);
    await page.getByRole('region', { name: '警报' }).waitFor();
    expect(await faultsOf(settler)).toEqual([]);
    await page.getByRole('button', { name: '确认了结' }).click();
    await page.getByRole('region', { name: '警报' }).waitFor({ state: 'detached' });
    expect(await web.world.count('alert', `state = 'SETTLED'`)).toBe(1);
  });

  it('no page logged an error on the way but the refusal', () => {
    expect(settler.errors).toEqual([]);
    expect(finder.errors.filter((error) => !error.includes('409'))).toEqual([]);
  });
});
