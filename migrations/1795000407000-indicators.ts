// Figures of unions kept step by step, by triggers nobody can forget: every statement on people, cards and the census leaves its difference in a queue. Districts, standard unions, months and goals. Columns on union_org and park under a short ACCESS EXCLUSIVE, triggers under SHARE ROW EXCLUSIVE; counts what stands once, so writes wait while it runs.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity, type Visible, visible } from './row-security.js';

/** Who is a member, and which card somebody has; the product's own sentence is in `reporting/indicators/tally-sql.ts`. */
const MEMBER_COUNTS = `membership IN ('ACTIVE', 'RETAINED')`;
const CARD_COUNTS = `state IN ('ISSUED', 'ACTIVE', 'FROZEN', 'LOST')`;
const DEFINER = 'RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp';

const TABLES = `
  CREATE TABLE tally_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    org_id text NOT NULL,
    enterprise_id uuid,
    used_on date,
    members bigint NOT NULL DEFAULT 0,
    cards bigint NOT NULL DEFAULT 0,
    active_cards bigint NOT NULL DEFAULT 0,
    used_cards bigint NOT NULL DEFAULT 0
  );
  CREATE TABLE org_headcount (
    org_id text NOT NULL REFERENCES union_org,
    enterprise_id uuid NOT NULL,
    members bigint NOT NULL,
    cards bigint NOT NULL,
    active_cards bigint NOT NULL,
    PRIMARY KEY (org_id, enterprise_id)
  );
  CREATE INDEX org_headcount_enterprise ON org_headcount (enterprise_id);
  CREATE TABLE org_use_day (
    org_id text NOT NULL REFERENCES union_org,
    enterprise_id uuid NOT NULL,
    used_on date NOT NULL,
    cards bigint NOT NULL,
    PRIMARY KEY (org_id, enterprise_id, used_on)
  );
  CREATE TABLE org_tally (
    org_id text NOT NULL REFERENCES union_org,
    industry text NOT NULL,
    enterprises bigint NOT NULL,
    enterprises_with_union bigint NOT NULL,
    workers bigint NOT NULL,
    members bigint NOT NULL,
    cards bigint NOT NULL,
    active_cards bigint NOT NULL,
    used_cards bigint NOT NULL,
    PRIMARY KEY (org_id, industry)
  );
  CREATE TABLE tally_state (
    id boolean PRIMARY KEY DEFAULT true CONSTRAINT tally_state_single CHECK (id),
    folded_at timestamptz,
    counted_on date
  );
  INSERT INTO tally_state DEFAULT VALUES;
  CREATE TABLE card_last_use (
    card_id uuid PRIMARY KEY REFERENCES card,
    used_on date NOT NULL
  );
  CREATE TABLE org_day (
    org_id text NOT NULL,
    day_on date NOT NULL,
    redemptions bigint NOT NULL,
    discount_fen bigint NOT NULL,
    PRIMARY KEY (day_on, org_id)
  );
  CREATE TABLE indicator_month (
    month_on date NOT NULL CONSTRAINT indicator_month_first_day CHECK (extract(day FROM month_on) = 1),
    org_id text NOT NULL REFERENCES union_org,
    industry text NOT NULL,
    unions bigint NOT NULL,
    standard_unions bigint NOT NULL,
    enterprises bigint NOT NULL,
    enterprises_with_union bigint NOT NULL,
    workers bigint NOT NULL,
    members bigint NOT NULL,
    cards bigint NOT NULL,
    active_cards bigint NOT NULL,
    used_cards bigint,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, month_on, industry)
  );
  CREATE TABLE indicator_goal (
    id uuid PRIMARY KEY,
    indicator text NOT NULL CONSTRAINT indicator_goal_indicator_known
      CHECK (indicator IN ('establishmentRate', 'membershipRate', 'issuanceRate', 'activeCardRate', 'standardRate')),
    org_id text NOT NULL REFERENCES union_org,
    goal_bps integer NOT NULL CONSTRAINT indicator_goal_bps_range CHECK (goal_bps BETWEEN 1 AND 10000),
    by_on date NOT NULL,
    set_by uuid NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT indicator_goal_one UNIQUE (org_id, indicator)
  );
  CREATE TABLE standard_assessment (
    id uuid PRIMARY KEY,
    org_id text NOT NULL REFERENCES union_org,
    standard boolean NOT NULL,
    assessed_on date NOT NULL,
    basis text NOT NULL CONSTRAINT standard_assessment_basis_length CHECK (char_length(basis) BETWEEN 2 AND 500),
    assessed_by uuid NOT NULL,
    created_at timestamptz NOT NULL
  );
  CREATE INDEX standard_assessment_org ON standard_assessment (org_id, assessed_on DESC, id DESC);
  REVOKE UPDATE, DELETE ON standard_assessment FROM app, scoped;`;

/** What no officer's request reads or writes by itself is null. */
const SEEN: Readonly<Record<string, Visible | null>> = {
  tally_change: null,
  org_headcount: null,
  org_use_day: null,
  card_last_use: null,
  tally_state: visible.toOfficers,
  district: visible.toOfficers,
  org_tally: visible.ofUnion('org_id'),
  org_day: visible.ofUnion('org_id'),
  indicator_month: visible.ofUnion('org_id'),
  indicator_goal: visible.ofUnion('org_id'),
  standard_assessment: visible.ofUnion('org_id'),
};

/** Codes of GB/T 2260, as the city is divided since 2019. */
const DISTRICTS = `
  CREATE TABLE district (
    code text PRIMARY KEY CONSTRAINT district_code_form CHECK (code ~ '^[0-9]{6}$'),
    name text NOT NULL CONSTRAINT district_name_length CHECK (char_length(name) BETWEEN 1 AND 50)
  );
  INSERT INTO district (code, name) VALUES
    ('360102', '东湖区'), ('360103', '西湖区'), ('360104', '青云谱区'), ('360111', '青山湖区'), ('360112', '新建区'),
    ('360113', '红谷滩区'), ('360121', '南昌县'), ('360123', '安义县'), ('360124', '进贤县');
  ALTER TABLE union_org ADD district_code text REFERENCES district, ADD standard boolean NOT NULL DEFAULT false;
  ALTER TABLE park ADD district_code text REFERENCES district;`;

/**
 * Somebody's card and its last use are counted where the person is. Whoever writes the lower row locks the one above it first (use →
 * card → person), and each query of a trigger sees what was committed before it, so two at once never both miss each other.
 */
const FUNCTIONS = `
  CREATE FUNCTION tally_member() ${DEFINER} AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      INSERT INTO tally_change (org_id, enterprise_id, members)
      SELECT org_id, enterprise_id, count(*) FROM added WHERE ${MEMBER_COUNTS} GROUP BY 1, 2;
    ELSIF TG_OP = 'DELETE' THEN
      INSERT INTO tally_change (org_id, enterprise_id, members)
      SELECT org_id, enterprise_id, -count(*) FROM gone WHERE ${MEMBER_COUNTS} GROUP BY 1, 2;
    ELSE
      INSERT INTO tally_change (org_id, enterprise_id, members)
      SELECT org_id, enterprise_id, sum(n) FROM (
        SELECT org_id, enterprise_id, -1 AS n FROM gone WHERE ${MEMBER_COUNTS}
        UNION ALL SELECT org_id, enterprise_id, 1 FROM added WHERE ${MEMBER_COUNTS}) AS each
      GROUP BY 1, 2 HAVING sum(n) <> 0;
      INSERT INTO tally_change (org_id, enterprise_id, used_on, cards, active_cards, used_cards)
      SELECT side.org_id, side.enterprise_id, u.used_on, sum(side.n), coalesce(sum(side.n) FILTER (WHERE c.state = 'ACTIVE'), 0),
        coalesce(sum(side.n) FILTER (WHERE u.used_on IS NOT NULL), 0)
      FROM gone g JOIN added a USING (id)
      CROSS JOIN LATERAL (VALUES (g.org_id, g.enterprise_id, -1), (a.org_id, a.enterprise_id, 1)) AS side (org_id, enterprise_id, n)
      JOIN card c ON c.member_id = a.id AND c.${CARD_COUNTS}
      LEFT JOIN card_last_use u ON u.card_id = c.id AND c.state = 'ACTIVE'
      WHERE (g.org_id, g.enterprise_id) IS DISTINCT FROM (a.org_id, a.enterprise_id) GROUP BY 1, 2, 3;
    END IF;
    RETURN NULL;
  END $$;
  CREATE FUNCTION tally_cards(ids uuid[], people uuid[], states text[], signs int[]) RETURNS void LANGUAGE sql SET search_path = public, pg_temp AS $$
    WITH placed AS MATERIALIZED (
      SELECT id, org_id, enterprise_id FROM member WHERE id = ANY(people) ORDER BY id FOR SHARE
    )
    INSERT INTO tally_change (org_id, enterprise_id, used_on, cards, active_cards, used_cards)
    SELECT p.org_id, p.enterprise_id, u.used_on, sum(r.n), coalesce(sum(r.n) FILTER (WHERE r.state = 'ACTIVE'), 0),
      coalesce(sum(r.n) FILTER (WHERE u.used_on IS NOT NULL), 0)
    FROM unnest(ids, people, states, signs) AS r (id, member_id, state, n) JOIN placed p ON p.id = r.member_id
    LEFT JOIN card_last_use u ON u.card_id = r.id AND r.state = 'ACTIVE' GROUP BY 1, 2, 3;
  $$;
  CREATE FUNCTION tally_card() ${DEFINER} AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      PERFORM tally_cards(array_agg(id), array_agg(member_id), array_agg(state), array_agg(1)) FROM added
      WHERE ${CARD_COUNTS} HAVING count(*) > 0;
    ELSIF TG_OP = 'DELETE' THEN
      PERFORM tally_cards(array_agg(id), array_agg(member_id), array_agg(state), array_agg(-1)) FROM gone
      WHERE ${CARD_COUNTS} HAVING count(*) > 0;
    ELSE
      PERFORM tally_cards(array_agg(id), array_agg(member_id), array_agg(state), array_agg(n)) FROM (
        SELECT side.* FROM gone g JOIN added a USING (id)
        CROSS JOIN LATERAL (VALUES (g.id, g.member_id, g.state, -1), (a.id, a.member_id, a.state, 1)) AS side (id, member_id, state, n)
        WHERE (g.member_id, g.state) IS DISTINCT FROM (a.member_id, a.state)) AS each
      WHERE ${CARD_COUNTS} HAVING count(*) > 0;
    END IF;
    RETURN NULL;
  END $$;
  CREATE FUNCTION tally_uses(ids uuid[], days date[], signs int[]) RETURNS void LANGUAGE sql SET search_path = public, pg_temp AS $$
    WITH held AS MATERIALIZED (
      SELECT id, member_id, state FROM card WHERE id = ANY(ids) ORDER BY id FOR SHARE
    ), placed AS MATERIALIZED (
      SELECT id, org_id, enterprise_id FROM member WHERE id IN (SELECT member_id FROM held) ORDER BY id FOR SHARE
    )
    INSERT INTO tally_change (org_id, enterprise_id, used_on, used_cards)
    SELECT p.org_id, p.enterprise_id, r.used_on, sum(r.n) FROM unnest(ids, days, signs) AS r (id, used_on, n)
    JOIN held h ON h.id = r.id AND h.state = 'ACTIVE' JOIN placed p ON p.id = h.member_id GROUP BY 1, 2, 3 HAVING sum(r.n) <> 0;
  $$;
  CREATE FUNCTION tally_use() ${DEFINER} AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      PERFORM tally_uses(array_agg(card_id), array_agg(used_on), array_agg(1)) FROM added HAVING count(*) > 0;
    ELSIF TG_OP = 'DELETE' THEN
      PERFORM tally_uses(array_agg(card_id), array_agg(used_on), array_agg(-1)) FROM gone HAVING count(*) > 0;
    ELSE
      PERFORM tally_uses(array_agg(card_id), array_agg(used_on), array_agg(n)) FROM (
        SELECT card_id, used_on, -1 AS n FROM gone UNION ALL SELECT card_id, used_on, 1 FROM added) AS each HAVING count(*) > 0;
    END IF;
    RETURN NULL;
  END $$;
  CREATE FUNCTION tally_census() ${DEFINER} AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      INSERT INTO tally_change (org_id, enterprise_id)
      SELECT coalesce(e.union_org_id, p.org_id), e.id FROM added e JOIN park p ON p.code = e.park_code;
    ELSIF TG_OP = 'DELETE' THEN
      INSERT INTO tally_change (org_id, enterprise_id)
      SELECT coalesce(e.union_org_id, p.org_id), e.id FROM gone e JOIN park p ON p.code = e.park_code;
    ELSE
      INSERT INTO tally_change (org_id, enterprise_id)
      SELECT DISTINCT coalesce(side.union_org_id, p.org_id), side.id FROM gone g JOIN added a USING (id)
      CROSS JOIN LATERAL (VALUES (g.id, g.union_org_id, g.park_code), (a.id, a.union_org_id, a.park_code)) AS side (id, union_org_id, park_code)
      JOIN park p ON p.code = side.park_code
      WHERE (g.union_org_id, g.park_code, g.industry, g.eligible, g.workers)
        IS DISTINCT FROM (a.union_org_id, a.park_code, a.industry, a.eligible, a.workers);
    END IF;
    RETURN NULL;
  END $$;`;

const WATCHED = { member: 'member', card: 'card', card_last_use: 'use', enterprise: 'census' } as const;
const OPERATIONS = {
  INSERT: 'NEW TABLE AS added',
  UPDATE: 'OLD TABLE AS gone NEW TABLE AS added',
  DELETE: 'OLD TABLE AS gone',
} as const;

const TRIGGERS = Object.entries(WATCHED).flatMap(([table, name]) =>
  Object.entries(OPERATIONS).map(
    ([operation, seen]) => `CREATE TRIGGER tally_${operation.toLowerCase()} AFTER ${operation} ON ${table}
      REFERENCING ${seen} FOR EACH STATEMENT EXECUTE FUNCTION tally_${name}();`,
  ),
);

/** What stands already, as if it came now; the last uses first, so that their trigger counts them. */
const WHAT_STANDS = `
  INSERT INTO card_last_use (card_id, used_on)
  SELECT r.card_id, max((r.occurred_at AT TIME ZONE 'Asia/Shanghai')::date) FROM redemption r JOIN card c ON c.id = r.card_id
  WHERE r.state <> 'DECLINED' AND r.occurred_at > now() - interval '91 days' GROUP BY 1;
  INSERT INTO tally_change (org_id, enterprise_id, members)
  SELECT org_id, enterprise_id, count(*) FROM member WHERE ${MEMBER_COUNTS} GROUP BY 1, 2;
  INSERT INTO tally_change (org_id, enterprise_id, cards, active_cards)
  SELECT m.org_id, m.enterprise_id, count(*), count(*) FILTER (WHERE c.state = 'ACTIVE') FROM card c JOIN member m ON m.id = c.member_id
  WHERE c.${CARD_COUNTS} GROUP BY 1, 2;
  INSERT INTO tally_change (org_id, enterprise_id)
  SELECT coalesce(e.union_org_id, p.org_id), e.id FROM enterprise e JOIN park p ON p.code = e.park_code;`;

export class Indicators1795000407000 implements MigrationInterface {
  readonly name = 'Indicators1795000407000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(DISTRICTS);
    await runner.query(FUNCTIONS);
    await runner.query(TRIGGERS.join('\n'));
    await runner.query(WHAT_STANDS);
    for (const [table, seen] of Object.entries(SEEN)) await runner.query(rowSecurity(table, seen));
  }

  async down(runner: QueryRunner): Promise<void> {
    const watched = Object.keys(WATCHED).filter((table) => table !== 'card_last_use');
    await runner.query(`
      ${watched.flatMap((table) => Object.keys(OPERATIONS).map((operation) => `DROP TRIGGER tally_${operation.toLowerCase()} ON ${table};`)).join('\n')}
      DROP TABLE card_last_use, tally_change, org_headcount, org_use_day, org_tally, tally_state, org_day, indicator_month, indicator_goal, standard_assessment;
      DROP FUNCTION tally_member(), tally_card(), tally_use(), tally_census(), tally_cards(uuid[], uuid[], text[], int[]), tally_uses(uuid[], date[], int[]);
      ALTER TABLE union_org DROP district_code, DROP standard;
      ALTER TABLE park DROP district_code;
      DROP TABLE district;
    `);
  }
}
