import { mkdir, rm, writeFile } from 'node:fs/promises';

/** A folder only this account may look into, without what an earlier load left there. */
export async function emptyFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** Writes keys as JSON, readable for this account alone. */
export async function writeSecret(file: string, content: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}
