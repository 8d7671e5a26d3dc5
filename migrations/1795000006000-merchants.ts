// Merchants, stores, tills and the keys tills sign with. New tables, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Merchants1795000006000 implements MigrationInterface {
  readonly name = 'Merchants1795000006000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE merchant_category (
        code text PRIMARY KEY CONSTRAINT merchant_category_code_form CHECK (code ~ '^[A-Z][A-Z_]{1,39}$'),
        name text NOT NULL
      );
      INSERT INTO merchant_category (code, name) VALUES
        ('SUPERMARKET', '超市'), ('RESTAURANT', '餐饮'), ('PHARMACY', '药店'), ('HOSPITAL', '医院'), ('LEISURE', '文体休闲'),
        ('SERVICE', '生活服务'), ('FUEL', '加油'), ('EDUCATION', '教育培训'), ('TRANSPORT', '交通出行'), ('OTHER', '其他');
      CREATE TABLE merchant (
        id text PRIMARY KEY CONSTRAINT merchant_id_form CHECK (id ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'),
        name text NOT NULL CONSTRAINT merchant_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
        category text NOT NULL REFERENCES merchant_category,
        state text NOT NULL CONSTRAINT merchant_state_known CHECK (state IN ('ACTIVE', 'SUSPENDED')),
        created_at timestamptz NOT NULL
      );
      CREATE TABLE store (
        id text PRIMARY KEY CONSTRAINT store_id_form CHECK (id ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'),
        merchant_id text NOT NULL REFERENCES merchant,
        name text NOT NULL CONSTRAINT store_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
        address text NOT NULL,
        park_code text REFERENCES park,
        opening_hours text NOT NULL DEFAULT '09:00-21:00',
        state text NOT NULL CONSTRAINT store_state_known CHECK (state IN ('OPEN', 'CLOSED')),
        created_at timestamptz NOT NULL
      );
      CREATE INDEX store_merchant ON store (merchant_id);
      CREATE TABLE terminal (
        id text PRIMARY KEY,
        store_id text NOT NULL REFERENCES store,
        label text NOT NULL CONSTRAINT terminal_label_length CHECK (char_length(label) BETWEEN 1 AND 50),
        kind text NOT NULL CONSTRAINT terminal_kind_known CHECK (kind IN ('POS', 'BROWSER')),
        scopes text[] NOT NULL,
        state text NOT NULL CONSTRAINT terminal_state_known CHECK (state IN ('ACTIVE', 'REVOKED')),
        created_at timestamptz NOT NULL
      );
      CREATE INDEX terminal_store ON terminal (store_id);
      CREATE TABLE terminal_key (
        key_id text PRIMARY KEY,
        terminal_id text NOT NULL REFERENCES terminal,
        algorithm text NOT NULL CONSTRAINT terminal_key_algorithm_known CHECK (algorithm IN ('ED25519', 'HMAC-SHA256')),
        public_key bytea,
        secret_cipher bytea,
        state text NOT NULL CONSTRAINT terminal_key_state_known CHECK (state IN ('ACTIVE', 'REVOKED')),
        created_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT terminal_key_material CHECK (
          (algorithm = 'ED25519' AND octet_length(public_key) = 32 AND secret_cipher IS NULL)
          OR (algorithm = 'HMAC-SHA256' AND public_key IS NULL AND secret_cipher IS NOT NULL))
      );
      CREATE INDEX terminal_key_terminal ON terminal_key (terminal_id);
      CREATE TABLE enrolment_code (
        id uuid PRIMARY KEY,
        store_id text NOT NULL REFERENCES store,
        code_hash bytea NOT NULL CONSTRAINT enrolment_code_unique UNIQUE,
        label text NOT NULL,
        tries_left integer NOT NULL DEFAULT 5 CONSTRAINT enrolment_code_tries_range CHECK (tries_left BETWEEN 0 AND 5),
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE enrolment_code, terminal_key, terminal, store, merchant, merchant_category;
    `);
  }
}
