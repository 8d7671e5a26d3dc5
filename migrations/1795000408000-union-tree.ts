// Unions that are dissolved, and nobody who joins one meanwhile. A nullable column on union_org under a short ACCESS EXCLUSIVE, triggers under SHARE ROW EXCLUSIVE.
// A path ends in an id that is unique, so its own unique index said nothing; without it a move is no change of a key, and nobody who joins waits for it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is put under a union, and by which column. */
const PLACED: readonly (readonly [table: string, column: string])[] = [
  ['union_org', 'parent_id'],
  ['enterprise', 'union_org_id'],
  ['login_role', 'org_id'],
  ['member', 'org_id'],
  ['membership_application', 'org_id'],
  ['member_transfer', 'to_org_id'],
  ['member_list', 'owner_org_id'],
  ['import_batch', 'org_id'],
  ['budget_line', 'org_id'],
  ['campaign', 'owner_org_id'],
];

/**
 * Waits for whoever dissolves the union just now, and then fails as a serialization failure does: the work is done again, and its own
 * look-up refuses a union that is gone. The row lock is the one the foreign key takes anyway.
 */
const STANDS = `
  CREATE FUNCTION union_stands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    asked text;
    gone timestamptz;
  BEGIN
    IF TG_ARGV[0] = 'org_id' THEN asked := NEW.org_id;
    ELSIF TG_ARGV[0] = 'owner_org_id' THEN asked := NEW.owner_org_id;
    ELSIF TG_ARGV[0] = 'to_org_id' THEN asked := NEW.to_org_id;
    ELSIF TG_ARGV[0] = 'union_org_id' THEN asked := NEW.union_org_id;
    ELSE asked := NEW.parent_id;
    END IF;
    SELECT dissolved_at INTO gone FROM union_org WHERE id = asked FOR KEY SHARE;
    IF gone IS NOT NULL THEN
      RAISE EXCEPTION 'union % was dissolved', asked USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NEW;
  END $$;`;

// A member who left and joins the same union again is placed there anew.
const placedAnew = (table: string, column: string): string =>
  `NEW.${column} IS DISTINCT FROM OLD.${column}${table === 'member' ? ` OR OLD.membership = 'WITHDRAWN' AND NEW.membership <> 'WITHDRAWN'` : ''}`;

export class UnionTree1795000408000 implements MigrationInterface {
  readonly name = 'UnionTree1795000408000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE union_org ADD dissolved_at timestamptz, DROP CONSTRAINT union_org_path_unique,
        ADD CONSTRAINT union_org_city_stands CHECK (parent_id IS NOT NULL OR dissolved_at IS NULL);`);
    await runner.query(STANDS);
    for (const [table, column] of PLACED)
      await runner.query(`
        CREATE TRIGGER ${table}_placed BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION union_stands('${column}');
        CREATE TRIGGER ${table}_placed_anew BEFORE UPDATE ON ${table} FOR EACH ROW WHEN (${placedAnew(table, column)})
          EXECUTE FUNCTION union_stands('${column}');`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of PLACED)
      await runner.query(`DROP TRIGGER ${table}_placed ON ${table}; DROP TRIGGER ${table}_placed_anew ON ${table};`);
    await runner.query(`
      DROP FUNCTION union_stands();
      ALTER TABLE union_org DROP CONSTRAINT union_org_city_stands, DROP dissolved_at,
        ADD CONSTRAINT union_org_path_unique UNIQUE (path);`);
  }
}
