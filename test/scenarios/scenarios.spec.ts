import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allHold, rehearse } from '../../src/cli/scenario/rehearsal.js';
import { printRehearsal } from '../../src/cli/scenario/print.js';
import { freshDatabase } from '../support/database.js';

const folder = join(import.meta.dirname, '.');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe('scenarios', () => {
  it.each(files)('%s comes out as it says', async (file) => {
    const rehearsal = await rehearse(readFileSync(join(folder, file), 'utf8'), freshDatabase);
    // The whole story of a scenario that fails is what one wants to read.
    expect(allHold(rehearsal) ? '' : printRehearsal(file, rehearsal)).toBe('');
  });
});
