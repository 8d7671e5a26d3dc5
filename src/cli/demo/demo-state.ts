import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../../platform/config/config.js';
import { StartError, step } from '../start/step.js';
import { hasAnyOrg, loadDemo } from './load-demo.js';

/** What somebody needs to use the demo; no figure of the business. */
export const demoFactsSchema = z.object({
  logins: z.array(
    z.object({
      role: z.string(),
      username: z.string(),
      password: z.string().optional(),
      totpSecret: z.string().optional(),
      /** Last six characters of a worker's ID number, asked for when a phone is bound. */
      proof: z.string().optional(),
    }),
  ),
  terminals: z.array(z.object({ id: z.string(), store: z.string(), keyFile: z.string() })),
  members: z.array(
    z.object({
      memberNo: z.string(),
      phone: z.string(),
      cardNo: z.string().nullable(),
      categories: z.array(z.string()),
      proof: z.string().optional(),
    }),
  ),
  /** Plastic cards in their holders' hands: number, what is printed on them, and the PIN. */
  plastic: z.array(z.object({ cardNo: z.string(), code: z.string(), pin: z.string() })).default([]),
  /** Public key of the root that signed the list of code keys. */
  rootKey: z.string().optional(),
});
export type DemoFacts = z.infer<typeof demoFactsSchema>;

const FACTS_FILE = 'demo-facts.json';
const SECRET_MODE = 0o600;

export interface DemoRequest {
  readonly config: Config;
  readonly dataDir: string;
  readonly small: boolean;
  /** Empties the database; null where it is not ours alone. */
  readonly resetDatabase: (() => Promise<void>) | null;
}

/** Loads the demo once; a load that was cut off begins anew. The facts are written last, so their file says "complete". */
export async function ensureDemo({ config, dataDir, small, resetDatabase }: DemoRequest): Promise<void> {
  const factsFile = join(dataDir, FACTS_FILE);
  const hasData = await hasAnyOrg(config);
  if (existsSync(factsFile) && hasData) return;
  if (hasData) {
    if (resetDatabase === null)
      throw new StartError(
        'This database already holds unions, so the demo is not loaded over it: start with DEMO=0, or name an empty database.',
      );
    await step('emptying a demo that was cut off', () => resetDatabase());
  }
  await rm(factsFile, { force: true });
  const facts = await step(small ? 'small demo' : 'demo of a whole city', (say) =>
    loadDemo({ config, dataDir, small, say }),
  );
  await writeByRename(factsFile, facts);
}

export async function readDemoFacts(dataDir: string): Promise<DemoFacts> {
  return demoFactsSchema.parse(JSON.parse(await readFile(join(dataDir, FACTS_FILE), 'utf8')));
}

/** Writes `demo.json`, last of all at each start, so that whoever waits for it finds a product that answers. */
export async function writeDemoFile(dataDir: string, baseUrl: string, facts: DemoFacts): Promise<void> {
  await writeByRename(join(dataDir, 'demo.json'), { baseUrl, ...facts });
}

async function writeByRename(file: string, content: unknown): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: SECRET_MODE });
  await rename(draft, file);
}
