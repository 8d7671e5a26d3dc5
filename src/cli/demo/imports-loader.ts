import { ImportRunner, ImportsService } from '../../modules/imports/index.js';
import type { DemoProduct } from './demo-product.js';
import type { DemoOfficers } from './logins-loader.js';
import type { DemoHolder } from './people-loader.js';

const UNION = 'a-001';
const CORRECTED = 6;
const HEADER = '序号,职工姓名,身份证号码,联系电话,入会时间';
/** Mistakes of every day: a number cut off, a wrong check character, no phone. */
const WRONG = [
  '张三,36010219880307001,13700009901,2024.3.5',
  '李四,360102198803070011,13700009902,2024年3月',
  '王五,360102198803070022,,',
];

/** A roster of last week: a few days of joining put right, three rows sent back. */
export async function loadImports(
  product: DemoProduct,
  { parkOfficer }: DemoOfficers,
  holders: readonly DemoHolder[],
): Promise<void> {
  const people = holders.filter(({ planned }) => planned.orgId === UNION).slice(0, CORRECTED);
  const right = people.map(({ planned }) => [planned.name, planned.idNumber, planned.phone, '2016/3/1'].join());
  const lines = [...right, ...WRONG].map((line, at) => `${at + 1},${line}`);
  const content = Buffer.from(`\uFEFF${[HEADER, ...lines].join('\r\n')}`);
  const imports = product.get(ImportsService);
  const runner = product.get(ImportRunner);
  const file = { orgId: UNION, fileName: '三月职工花名册.csv', content };
  const { importId } = await imports.request(parkOfficer, 'members', file);
  await runner.run(importId);
  const { mapping } = await imports.get(parkOfficer, 'members', importId);
  await imports.check(parkOfficer, 'members', importId, mapping ?? {});
  await runner.run(importId);
  await imports.commit(parkOfficer, 'members', importId);
  await runner.run(importId);
}
