import { parse } from 'csv-parse/sync';
import { ImportFilesService, ImportRunner, ImportsService, type ImportView } from '../../src/modules/imports/index.js';
import type { OfficerCaller } from '../../src/shared/caller.js';
import type { TestApp } from './app.js';

/** An officer at the import page, and the jobs process beside them: each step runs at once. */
export class ImportDesk {
  private readonly imports: ImportsService;

  constructor(
    private readonly app: TestApp,
    private readonly kind: 'members' | 'enterprises',
  ) {
    this.imports = app.get(ImportsService);
  }

  view(caller: OfficerCaller, id: string): Promise<ImportView> {
    return this.imports.get(caller, this.kind, id);
  }

  /** Takes a step and lets the jobs process work on it. */
  async run(caller: OfficerCaller, id: string, step: () => Promise<void>): Promise<ImportView> {
    await step();
    await this.app.get(ImportRunner).run(id);
    return this.view(caller, id);
  }

  async send(
    caller: OfficerCaller,
    content: Buffer,
    { orgId = 'u1', fileName = 'roster.csv' }: { orgId?: string; fileName?: string } = {},
  ): Promise<ImportView> {
    const { importId } = await this.imports.request(caller, this.kind, { orgId, fileName, content });
    return this.run(caller, importId, () => Promise.resolve());
  }

  /** Upload, the proposed mapping, dry run. */
  async check(
    caller: OfficerCaller,
    content: Buffer,
    how: { orgId?: string; fileName?: string } = {},
  ): Promise<ImportView> {
    const { id, mapping } = await this.send(caller, content, how);
    return this.run(caller, id, () => this.imports.check(caller, this.kind, id, mapping ?? {}));
  }

  commit(caller: OfficerCaller, id: string): Promise<ImportView> {
    return this.run(caller, id, () => this.imports.commit(caller, this.kind, id));
  }

  undo(caller: OfficerCaller, id: string): Promise<ImportView> {
    return this.run(caller, id, () => this.imports.undo(caller, this.kind, id));
  }

  async bring(caller: OfficerCaller, content: Buffer, how: { orgId?: string } = {}): Promise<ImportView> {
    const { id } = await this.check(caller, content, how);
    return this.commit(caller, id);
  }

  /** The lines of the error file. */
  async errorRows(caller: OfficerCaller, id: string): Promise<string[][]> {
    const { file } = await this.app.get(ImportFilesService).errors(caller, this.kind, id);
    const pieces: Buffer[] = [];
    for await (const piece of file) pieces.push(Buffer.from(piece as Buffer));
    return parse(Buffer.concat(pieces), { bom: true, relax_column_count: true });
  }
}
