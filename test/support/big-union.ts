import type { Database } from '../../src/platform/database/database.js';

/** The unions, parks and members of a city as large as Nanchang's, made by the database itself: 2,277 unions in nine parks. */
export async function fillCity(database: Database, members: number): Promise<void> {
  const steps = [
    `INSERT INTO union_org (id, parent_id, level, name, path, created_at) VALUES ('city', NULL, 'CITY', '市总工会', '/city/', now())`,
    `INSERT INTO union_org (id, parent_id, level, name, path, created_at)
     SELECT 'park-' || i, 'city', 'PARK', 'p' || i, '/city/park-' || i || '/', now() FROM generate_series(1, 9) i`,
    `INSERT INTO park (code, name, tier, org_id)
     SELECT 'P' || i, '园区' || i, CASE WHEN i <= 3 THEN 'NATIONAL' WHEN i <= 8 THEN 'PROVINCIAL' ELSE 'MUNICIPAL' END, 'park-' || i
     FROM generate_series(1, 9) i`,
    `INSERT INTO union_org (id, parent_id, level, name, path, park_code, created_at)
     SELECT 'u-' || i, 'park-' || 1 + i % 9, 'GRASSROOTS', 'u' || i, '/city/park-' || 1 + i % 9 || '/u-' || i || '/', 'P' || 1 + i % 9, now()
     FROM generate_series(1, 2277) i`,
    `INSERT INTO enterprise (id, credit_code, name, park_code, union_org_id, industry, condition, eligible, workers, surveyed_on)
     SELECT md5('e' || i)::uuid, 'C' || i, 'e' || i, 'P' || 1 + i % 9, 'u-' || i,
       (ARRAY['textile', 'automotive', 'food', 'software'])[1 + i % 4], 'OPERATING', true, 100, '2016-01-01'
     FROM generate_series(1, 2277) i`,
    `INSERT INTO member (id, member_no, org_id, enterprise_id, name, gender, birth_on, joined_on, id_number_cipher, id_number_hash,
       phone_cipher, phone_hash, membership, created_at)
     SELECT md5('m' || i)::uuid, 'M' || i, 'u-' || 1 + i % 2277, md5('e' || 1 + i % 2277)::uuid, '吴敏',
       CASE WHEN i % 5 < 2 THEN 'F' ELSE 'M' END, date '1950-01-01' + (i::bigint * 7919 % 20000)::int,
       date '1990-01-01' + (i::bigint * 104729 % 9500)::int, decode(repeat('ab', 60), 'hex'), sha256(('i' || i)::bytea),
       decode(repeat('ab', 50), 'hex'), sha256(('p' || i)::bytea), CASE WHEN i % 50 = 0 THEN 'WITHDRAWN' ELSE 'ACTIVE' END, now()
     FROM generate_series(1, ${members}) i`,
    // One in twenty is in hardship, one in three a migrant worker.
    `INSERT INTO member_category (id, member_id, code, level, from_on, until_on, state, basis, proposed_by, decided_by, created_at)
     SELECT gen_random_uuid(), md5('m' || i)::uuid, 'HARDSHIP', (ARRAY['DEEP', 'RELATIVE', 'SUDDEN'])[1 + i % 3], '2016-01-01',
       CASE WHEN i % 8 = 0 THEN date '2016-12-31' END, 'GRANTED', '证明', gen_random_uuid(), gen_random_uuid(), now()
     FROM generate_series(20, ${members}, 20) i`,
    `INSERT INTO member_category (id, member_id, code, from_on, state, basis, proposed_by, decided_by, created_at)
     SELECT gen_random_uuid(), md5('m' || i)::uuid, 'MIGRANT', '2016-01-01', 'GRANTED', '合同', gen_random_uuid(), gen_random_uuid(), now()
     FROM generate_series(3, ${members}, 3) i`,
    `INSERT INTO card (id, card_no, member_id, state, issued_at, created_at, updated_at)
     SELECT gen_random_uuid(), i, md5('m' || i)::uuid, CASE WHEN i % 10 = 0 THEN 'LOST' ELSE 'ACTIVE' END,
       timestamptz '2016-01-01 00:00+08' + i * interval '1 minute', now(), now()
     FROM generate_series(1, ${members}) i WHERE i % 3 < 2`,
    `INSERT INTO member_list (id, name, owner_org_id, size, created_by, created_at)
     VALUES ('big', '大名单', 'city', ${Math.floor(members / 7)}, gen_random_uuid(), now())`,
    `INSERT INTO member_list_entry (list_id, member_id, added_by, added_at)
     SELECT 'big', md5('m' || i)::uuid, gen_random_uuid(), now() FROM generate_series(7, ${members}, 7) i`,
  ];
  await database.transaction(async (tx) => {
    await tx.query('SET LOCAL statement_timeout = 0');
    for (const step of steps) await tx.query(step);
  });
}
