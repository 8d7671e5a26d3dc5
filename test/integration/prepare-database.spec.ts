import { prepareDatabase } from '../../src/cli/start/prepare-database.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

describe('a start on a database of one’s own', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await database.drop();
  });

  const prepare = (settings: Readonly<Record<string, string>>) =>
    prepareDatabase('/nowhere', { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, ...settings });

  it('says that nobody would make the partitions of coming months', async () => {
    await expect(prepare({})).rejects.toThrow('DATABASE_MAINTENANCE_URL is not set');
  });

  it('says that a sign-in cannot make them', async () => {
    await expect(prepare({ DATABASE_MAINTENANCE_URL: database.appUrl })).rejects.toThrow('may not make partitions');
  });

  it('goes on with a sign-in of maintenance', async () => {
    const prepared = await prepare({ DATABASE_MAINTENANCE_URL: database.maintenanceUrl });
    expect(prepared.reset).toBeNull();
    await prepared.stop();
  });
});
