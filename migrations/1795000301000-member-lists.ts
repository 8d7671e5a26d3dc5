// Named lists of members that an audience may ask about. New tables, no locks. The entry's key begins with the member, since a till
// asks which lists one person is on; the second index serves whoever asks who is on a list.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MemberLists1795000301000 implements MigrationInterface {
  readonly name = 'MemberLists1795000301000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE member_list (
        id text PRIMARY KEY CONSTRAINT member_list_id_form CHECK (id ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'),
        name text NOT NULL CONSTRAINT member_list_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
        owner_org_id text NOT NULL REFERENCES union_org,
        size integer NOT NULL DEFAULT 0 CONSTRAINT member_list_size_range CHECK (size BETWEEN 0 AND 200000),
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE INDEX member_list_owner ON member_list (owner_org_id);
      CREATE TABLE member_list_entry (
        list_id text NOT NULL REFERENCES member_list,
        member_id uuid NOT NULL REFERENCES member,
        added_by uuid NOT NULL,
        added_at timestamptz NOT NULL,
        PRIMARY KEY (member_id, list_id)
      );
      CREATE UNIQUE INDEX member_list_entry_list ON member_list_entry (list_id, member_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE member_list_entry, member_list');
  }
}
