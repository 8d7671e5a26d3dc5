// Logins, roles, sessions and one-time codes. New tables, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Identity1795000003000 implements MigrationInterface {
  readonly name = 'Identity1795000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE login (
        id uuid PRIMARY KEY,
        kind text NOT NULL CONSTRAINT login_kind_known CHECK (kind IN ('OFFICER', 'MERCHANT', 'WORKER')),
        username text CONSTRAINT login_username_unique UNIQUE,
        phone_hash bytea CONSTRAINT login_phone_unique UNIQUE,
        display_name text NOT NULL,
        password_hash text,
        totp_secret bytea,
        totp_last_step bigint NOT NULL DEFAULT 0,
        member_id uuid CONSTRAINT login_member_unique UNIQUE,
        merchant_id text,
        store_id text,
        merchant_role text CONSTRAINT login_merchant_role_known CHECK (merchant_role IN ('OWNER', 'CASHIER')),
        active boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL,
        CONSTRAINT login_worker_has_member CHECK (kind <> 'WORKER' OR member_id IS NOT NULL),
        CONSTRAINT login_staff_has_password CHECK (kind = 'WORKER' OR (username IS NOT NULL AND password_hash IS NOT NULL)),
        CONSTRAINT login_merchant_has_role CHECK (kind <> 'MERCHANT' OR (merchant_id IS NOT NULL AND merchant_role IS NOT NULL)),
        CONSTRAINT login_cashier_has_store CHECK (merchant_role IS DISTINCT FROM 'CASHIER' OR store_id IS NOT NULL)
      );
      CREATE TABLE login_role (
        login_id uuid NOT NULL REFERENCES login,
        role text NOT NULL CONSTRAINT login_role_known
          CHECK (role IN ('CITY_ADMIN', 'PARK_OFFICER', 'GRASSROOTS_OFFICER', 'FINANCE_MAKER', 'FINANCE_CHECKER', 'AUDITOR')),
        org_id text NOT NULL REFERENCES union_org,
        until_on date,
        PRIMARY KEY (login_id, role, org_id)
      );
      CREATE TABLE session (
        id uuid PRIMARY KEY,
        login_id uuid NOT NULL REFERENCES login,
        app text NOT NULL CONSTRAINT session_app_known CHECK (app IN ('console', 'merchant', 'worker')),
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_reason text
      );
      CREATE INDEX session_login ON session (login_id);
      CREATE TABLE refresh_token (
        token_hash bytea PRIMARY KEY,
        session_id uuid NOT NULL REFERENCES session,
        issued_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        replaced_at timestamptz
      );
      CREATE INDEX refresh_token_session ON refresh_token (session_id);
      CREATE TABLE otp_challenge (
        id uuid PRIMARY KEY,
        phone_hash bytea NOT NULL,
        code_hash bytea NOT NULL,
        device_hash bytea NOT NULL,
        tries integer NOT NULL DEFAULT 0 CONSTRAINT otp_challenge_tries_range CHECK (tries BETWEEN 0 AND 5),
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz
      );
      CREATE INDEX otp_challenge_phone ON otp_challenge (phone_hash, created_at);
      CREATE TABLE sign_in_delay (
        key_hash bytea PRIMARY KEY,
        failures integer NOT NULL CONSTRAINT sign_in_delay_failures_range CHECK (failures >= 0),
        blocked_until timestamptz NOT NULL,
        updated_at timestamptz NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE sign_in_delay, otp_challenge, refresh_token, session, login_role, login;
    `);
  }
}
