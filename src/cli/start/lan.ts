import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { StartError } from './step.js';

const CERTIFICATE_DAYS = 365;

/** Settings for phones on the same network: every address of this machine, https with a certificate made for it. */
export async function lanSettings(dataDir: string): Promise<Record<string, string>> {
  const address = Object.values(networkInterfaces())
    .flat()
    .find((entry) => entry !== undefined && entry.family === 'IPv4' && !entry.internal)?.address;
  if (address === undefined)
    throw new StartError('This machine is on no network that phones could reach: connect it, or start without --lan.');
  const folder = join(dataDir, 'tls');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = { cert: join(folder, `${address}.crt`), key: join(folder, `${address}.key`) };
  if (!existsSync(files.cert) || !existsSync(files.key)) {
    const made = await generate([{ name: 'commonName', value: 'worker-card.local' }], {
      keyType: 'ec',
      notAfterDate: new Date(Date.now() + CERTIFICATE_DAYS * 86_400_000),
      extensions: [
        {
          name: 'subjectAltName',
          altNames: [
            { type: 7, ip: address },
            { type: 7, ip: '127.0.0.1' },
            { type: 2, value: 'localhost' },
          ],
        },
      ],
    });
    await writeFile(files.key, made.private, { mode: 0o600 });
    await writeFile(files.cert, made.cert);
  }
  return { HOST: '0.0.0.0', LAN_ADDRESS: address, TLS_CERT_FILE: files.cert, TLS_KEY_FILE: files.key };
}
