import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const SYSTEM_CHROMIUM = '/usr/bin/chromium';

export const PHONE = { width: 390, height: 844 } as const;
export const DESK = { width: 1440, height: 900 } as const;

/** A real browser: the system's own, else the one that lies in a package. Nothing is downloaded. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await chromiumPath(),
    args: ['--disable-dev-shm-usage', '--lang=zh-CN', '--host-resolver-rules=MAP card.example 127.0.0.1'],
  });
}

async function chromiumPath(): Promise<string> {
  if (existsSync(SYSTEM_CHROMIUM)) return SYSTEM_CHROMIUM;
  // The package unpacks the libraries a bare machine lacks only where it believes to be on this platform.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}

/** One person's browser: a storage of its own, and every error of its pages kept to be looked at. */
export class Visitor {
  readonly errors: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async open(browser: Browser, baseURL: string, viewport: { width: number; height: number }): Promise<Visitor> {
    const context = await browser.newContext({
      baseURL,
      viewport,
      locale: 'zh-CN',
      // Nothing moves under the pointer, so a click lands where it was aimed.
      reducedMotion: 'reduce',
      timezoneId: 'Asia/Shanghai',
      permissions: ['clipboard-read', 'clipboard-write'],
      acceptDownloads: true,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const visitor = new Visitor(context, page);
    page.on('pageerror', (error) => visitor.errors.push(error.message));
    page.on('console', (message) => {
      // A refusal the page handles is also logged by the browser; only what the page's own code says counts.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        visitor.errors.push(message.text());
    });
    return visitor;
  }

  /** With `SHOTS`, a folder, the page as it stands is kept for people to look at. */
  async shoot(name: string): Promise<void> {
    const folder = process.env['SHOTS'];
    if (folder) await this.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
