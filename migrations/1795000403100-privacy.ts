// Consent by version, requests to erase a person's data, files of one's own data, and how long what is kept. New tables, no locks.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity, visible } from './row-security.js';

export class Privacy1795000403100 implements MigrationInterface {
  readonly name = 'Privacy1795000403100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consent_text (
        kind text NOT NULL CONSTRAINT consent_text_kind_known CHECK (kind IN ('GENERAL', 'SENSITIVE')),
        version integer NOT NULL CONSTRAINT consent_text_version_positive CHECK (version >= 1),
        title_zh text NOT NULL CONSTRAINT consent_text_title_zh_length CHECK (char_length(title_zh) BETWEEN 1 AND 100),
        title_en text NOT NULL CONSTRAINT consent_text_title_en_length CHECK (char_length(title_en) BETWEEN 1 AND 100),
        body_zh text NOT NULL CONSTRAINT consent_text_body_zh_length CHECK (char_length(body_zh) BETWEEN 1 AND 10000),
        body_en text NOT NULL CONSTRAINT consent_text_body_en_length CHECK (char_length(body_en) BETWEEN 1 AND 10000),
        published_by text NOT NULL,
        published_at timestamptz NOT NULL,
        PRIMARY KEY (kind, version)
      );
      REVOKE UPDATE, DELETE ON consent_text FROM app, scoped;
      CREATE TABLE member_consent (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES member,
        kind text NOT NULL,
        version integer NOT NULL,
        given boolean NOT NULL,
        at timestamptz NOT NULL,
        FOREIGN KEY (kind, version) REFERENCES consent_text
      );
      CREATE INDEX member_consent_member ON member_consent (member_id, kind, id);
      REVOKE UPDATE, DELETE ON member_consent FROM app, scoped;
      CREATE TABLE member_erasure (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES member,
        org_id text NOT NULL REFERENCES union_org,
        origin text NOT NULL CONSTRAINT member_erasure_origin_known CHECK (origin IN ('WORKER', 'OFFICER')),
        state text NOT NULL CONSTRAINT member_erasure_state_known CHECK (state IN ('REQUESTED', 'CANCELLED', 'REFUSED', 'DONE')),
        reason text CONSTRAINT member_erasure_reason_length CHECK (char_length(reason) BETWEEN 2 AND 300),
        requested_by uuid NOT NULL,
        requested_at timestamptz NOT NULL,
        due_at timestamptz,
        decided_by uuid,
        ended_at timestamptz,
        CONSTRAINT member_erasure_maker_is_not_checker CHECK (decided_by IS DISTINCT FROM requested_by),
        CONSTRAINT member_erasure_worker_waits CHECK ((origin = 'WORKER') = (due_at IS NOT NULL)),
        CONSTRAINT member_erasure_officer_checked CHECK (origin <> 'OFFICER' OR state NOT IN ('DONE', 'REFUSED') OR decided_by IS NOT NULL),
        CONSTRAINT member_erasure_ends_once CHECK ((state = 'REQUESTED') = (ended_at IS NULL))
      );
      CREATE UNIQUE INDEX member_erasure_one_open ON member_erasure (member_id) WHERE state = 'REQUESTED';
      CREATE INDEX member_erasure_org ON member_erasure (org_id, id);
      CREATE TABLE data_export (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES member,
        state text NOT NULL CONSTRAINT data_export_state_known CHECK (state IN ('WAITING', 'READY')),
        content bytea,
        requested_at timestamptz NOT NULL,
        ready_at timestamptz,
        CONSTRAINT data_export_ready_has_content CHECK ((state = 'READY') = (content IS NOT NULL AND ready_at IS NOT NULL))
      );
      CREATE INDEX data_export_member ON data_export (member_id, id);
      CREATE UNIQUE INDEX data_export_one_waiting ON data_export (member_id) WHERE state = 'WAITING';
      CREATE TABLE retention_rule (
        code text PRIMARY KEY CONSTRAINT retention_rule_code_form CHECK (code ~ '^[A-Z][A-Z_]{1,39}$'),
        keep_days integer NOT NULL,
        min_days integer NOT NULL,
        max_days integer NOT NULL,
        changed_by uuid,
        changed_at timestamptz,
        last_run_at timestamptz,
        last_removed bigint,
        CONSTRAINT retention_rule_days_range CHECK (0 <= min_days AND keep_days BETWEEN min_days AND max_days)
      );
      INSERT INTO retention_rule (code, keep_days, min_days, max_days) VALUES
        ('OTP_CHALLENGE', 1, 1, 30),
        ('SESSION', 30, 30, 365),
        ('IMPORT_CONTENT', 7, 1, 30),
        ('IMPORT_ERROR', 180, 7, 730),
        ('DATA_EXPORT', 7, 1, 30),
        ('ERASURE_WAIT', 7, 1, 30),
        ('ERASED_PERSON', 0, 0, 3650);
      INSERT INTO consent_text (kind, version, title_zh, title_en, body_zh, body_en, published_by, published_at) VALUES
        ('GENERAL', 1, '个人信息使用说明', 'How your data are used',
         '我们用您的姓名、身份证号和手机号确认会员身份、发放职工卡、核对限领次数。身份证号和手机号加密存放，页面上只显示一部分；工作人员查看完整号码必须写明用途，并留下记录，您可以在“我的数据”里看到。商户只能看到您的姓氏，看不到您属于哪类人群。您可以随时导出自己的数据，也可以申请删除；删除后，已发生的核销和账目只以代号保留。',
         'We use your name, ID number and phone to confirm your membership, issue your card and count limits. ID number and phone are stored encrypted and shown only in part; staff who look at the whole number must say why, and you see each look under “My data”. Merchants see your surname and nothing about the groups you belong to. You may export your data or ask for their deletion at any time; after that, what was redeemed stays in the books under a code only.',
         'system', '2026-11-25T00:00:00+08:00'),
        ('SENSITIVE', 1, '困难帮扶材料使用说明', 'How hardship evidence is used',
         '申请困难帮扶时，您可以提交低保证明、病历等材料。这些材料只用于认定困难类别，单独加密存放，只有承担审核的人员能打开，每次打开都有记录。认定结束后按规定期限删除。您可以随时撤回同意，撤回后不再使用这些材料，已作出的认定按规定处理。',
         'When you apply for hardship help you may hand in evidence such as certificates or medical records. It is used only to decide on your category, stored encrypted and apart, opened only by those who decide, and each opening is on record. It is deleted after the period set for it. You may withdraw this consent at any time; the evidence is then used no more.',
         'system', '2026-11-25T00:00:00+08:00');
    `);
    await runner.query(rowSecurity('member_consent', visible.ofMember('member_id')));
    await runner.query(rowSecurity('member_erasure', visible.ofUnion('org_id')));
    // A person's own file is for that person alone.
    await runner.query(rowSecurity('data_export', null));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE retention_rule, data_export, member_erasure, member_consent, consent_text');
  }
}
