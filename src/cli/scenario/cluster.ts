import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../platform/database/migrate.js';
import { createDatabase } from '../../platform/database/roles.js';
import { type EmbeddedCluster, startEmbedded } from '../../platform/embedded/index.js';
import type { RehearsalDatabase } from './product.js';

const TEMPLATE = 'scenario_template';

/** A PostgreSQL in a temporary folder that forgets everything: a migrated template, and copies of it. */
export class RehearsalCluster {
  private made = 0;
  /** Copied while the one before is played: copying is files, playing is mostly waiting. */
  private next: Promise<RehearsalDatabase> | null = null;
  private dropping: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    private readonly cluster: EmbeddedCluster,
    private readonly admin: Client,
  ) {}

  static async start(): Promise<RehearsalCluster> {
    const folder = mkdtempSync(join(tmpdir(), 'worker-card-scenario-'));
    // The server's account must be able to walk in when we are root.
    chmodSync(folder, 0o711);
    const remove = (): void => rmSync(folder, { recursive: true, force: true });
    try {
      const cluster = await startEmbedded({ dataDir: join(folder, 'data'), durable: false });
      const admin = new Client({ connectionString: cluster.superuserUrl('postgres') });
      admin.on('error', () => undefined);
      await admin.connect();
      await createDatabase(admin, TEMPLATE, { copyFiles: true });
      await migrate(cluster.urlFor('owner', TEMPLATE));
      return new RehearsalCluster(folder, cluster, admin);
    } catch (error) {
      remove();
      throw error;
    }
  }

  /** A copy of the template. With `more`, another one is made ready meanwhile. */
  async freshDatabase({ more }: { more: boolean }): Promise<RehearsalDatabase> {
    const database = await (this.next ?? this.copy());
    this.next = more ? this.copy() : null;
    // Its failure is told to whoever asks for it.
    this.next?.catch(() => undefined);
    return database;
  }

  private async copy(): Promise<RehearsalDatabase> {
    this.made += 1;
    const name = `scenario_${this.made}`;
    await createDatabase(this.admin, name, { template: TEMPLATE, copyFiles: true });
    return {
      appUrl: this.cluster.urlFor('app', name),
      ownerUrl: this.cluster.urlFor('owner', name),
      drop: () => this.drop(name),
    };
  }

  /** Nobody waits for it: it only keeps the folder small, and goes with the folder in the end. */
  private drop(name: string): Promise<void> {
    const statement = `DROP DATABASE ${this.admin.escapeIdentifier(name)} WITH (FORCE)`;
    this.dropping = this.admin.query(statement).catch(() => undefined);
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await Promise.allSettled([this.next, this.dropping]);
    await this.admin.end().catch(() => undefined);
    await this.cluster.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
