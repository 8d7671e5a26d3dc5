import { AxeBuilder } from '@axe-core/playwright';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { generateSync } from 'otplib';
import { launchBrowser, Visitor } from './browser.js';
import { addCashier, addOfficer, PASSWORD } from './identity.js';
import { ROOT } from './imports.js';
import { startApp, type TestApp } from './app.js';
import { World } from './world.js';

const DAY_MS = 86_400_000;

export interface Officer {
  readonly username: string;
  readonly totpSecret: string;
}

/** The product as a browser meets it: listening, with its pages and its jobs, and a browser to visit it with. */
export class WebProduct {
  private constructor(
    readonly product: TestApp,
    readonly world: World,
    readonly browser: Browser,
    readonly baseUrl: string,
  ) {}

  static async start(config: Readonly<Record<string, string>> = {}): Promise<WebProduct> {
    const [product, browser] = await Promise.all([
      startApp({ jobs: true, pagesFolder: join(ROOT, 'dist', 'web'), config }),
      launchBrowser(),
    ]);
    await product.app.listen(0, '127.0.0.1');
    const world = await World.build(product);
    return new WebProduct(product, world, browser, await product.app.getUrl());
  }

  visit(viewport: { width: number; height: number }): Promise<Visitor> {
    return Visitor.open(this.browser, this.baseUrl, viewport);
  }

  async officer(username: string): Promise<Officer> {
    const { totpSecret } = await addOfficer(this.product, username, 'CITY_ADMIN', 'city');
    return { username, totpSecret };
  }

  cashier(username: string): Promise<void> {
    return addCashier(this.product, username);
  }

  /** 158 less 20 everywhere, from yesterday on. */
  campaign(id: string, label: string): Promise<string> {
    const at = (days: number): string => new Date(this.world.now.getTime() + days * DAY_MS).toISOString();
    return this.world.publish({ id, label, when: { from: at(-1), to: at(30) } });
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.product.close();
  }
}

/** Signs an officer in on the console's page as a person does: password first, digits when asked. */
export async function signInOfficer(visitor: Visitor, officer: Officer): Promise<void> {
  const { page } = visitor;
  await page.goto('/console');
  await page.getByLabel('账号').fill(officer.username);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByLabel('动态验证码').fill(generateSync({ secret: officer.totpSecret }));
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('menuitem', { name: '总览' }).waitFor();
}

/** Signs a worker in with the code the demonstration shows on the page. */
export async function signInWorker(visitor: Visitor, phone: string): Promise<void> {
  const { page } = visitor;
  await page.goto('/worker');
  await page.getByLabel('手机号').fill(phone);
  await page.getByRole('button', { name: '获取验证码' }).click();
  const shown = await page.getByText('演示环境验证码').textContent();
  await page.getByLabel('6 位验证码').fill(/\d{6}/.exec(shown ?? '')?.[0] ?? '');
  await page.getByRole('button', { name: '登录' }).click();
}

/** Presses a button of the console that asks for a reason, and gives one. */
export async function giveReason(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: action, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: action });
  await dialog.getByLabel('原因').fill('按名单办理');
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Makes the phone the card's phone and waits for its live code. */
export async function bindPhone(visitor: Visitor, proof: string): Promise<void> {
  const { page } = visitor;
  await page.getByLabel('身份证号后六位').fill(proof);
  await page.getByRole('button', { name: '绑定这部手机' }).click();
  await page.getByLabel('职工卡优惠码').waitFor();
}

/** The digits of the code on the phone, as its copy button gives them. */
export async function copyCode(visitor: Visitor): Promise<string> {
  await visitor.page.bringToFront();
  await visitor.page.getByRole('button', { name: '复制数字码' }).click();
  await visitor.page.getByText('已复制').waitFor();
  return visitor.page.evaluate('navigator.clipboard.readText()');
}

/** Signs a cashier in and makes the browser a till. */
export async function openTill(visitor: Visitor, username: string): Promise<void> {
  const { page } = visitor;
  await page.goto('/merchant');
  await page.getByLabel('账号').fill(username);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('button', { name: '设为收银机' }).click();
  await page.getByLabel('扫码枪扫入，或粘贴数字码').waitFor();
}

/** From code to offer, as a cashier without a camera does it. */
export async function askOffer(visitor: Visitor, code: string, amount: string): Promise<void> {
  const { page } = visitor;
  await page.bringToFront();
  await page.getByLabel('扫码枪扫入，或粘贴数字码').fill(code);
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByLabel('消费金额（元）').fill(amount);
  await page.getByRole('button', { name: '看优惠' }).click();
}

/** What the page as it stands breaks of WCAG 2.2 AA. */
export async function faultsOf({ page }: Visitor): Promise<string[]> {
  const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}
