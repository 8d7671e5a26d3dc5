import type { PartIndicators, SortField } from './indicator.schemas.js';

// One for all: making it is dear, and a page compares thousands of times.
const chinese = new Intl.Collator('zh-CN');
const byName = (one: PartIndicators, other: PartIndicators): number =>
  chinese.compare(one.name ?? '', other.name ?? '');

/** Rows in the order asked for: what is not known last either way, equal ones by name, what belongs to nothing at the very end. */
export function sortParts(parts: readonly PartIndicators[], field: SortField, order: 'asc' | 'desc'): PartIndicators[] {
  const direction = order === 'asc' ? 1 : -1;
  return parts.toSorted((one, other) => {
    if ((one.key === null) !== (other.key === null)) return one.key === null ? 1 : -1;
    if (field === 'name') return direction * byName(one, other);
    const [a, b] = [one[field], other[field]];
    if (a === b) return byName(one, other);
    if (a === null || b === null) return a === null ? 1 : -1;
    return direction * (a - b);
  });
}

const COLUMNS: readonly (readonly [string, (part: PartIndicators) => string])[] = [
  ['名称', ({ name }) => safeCell(name ?? '其他')],
  ['应建会企业', ({ enterprises }) => String(enterprises)],
  ['已建会企业', ({ enterprisesWithUnion }) => String(enterprisesWithUnion)],
  ['建会率', ({ establishmentRate }) => percent(establishmentRate)],
  ['职工', ({ workers }) => String(workers)],
  ['会员', ({ members }) => String(members)],
  ['入会率', ({ membershipRate }) => percent(membershipRate)],
  ['职工卡', ({ cards }) => String(cards)],
  ['发卡率', ({ issuanceRate }) => percent(issuanceRate)],
  ['有效卡', ({ activeCards }) => String(activeCards)],
  ['近90天用过', ({ usedCards }) => (usedCards === null ? '' : String(usedCards))],
  ['用卡率', ({ activeCardRate }) => percent(activeCardRate)],
  ['基层工会', ({ unions }) => (unions === null ? '' : String(unions))],
  ['标准工会', ({ standardUnions }) => (standardUnions === null ? '' : String(standardUnions))],
  ['达标率', ({ standardRate }) => percent(standardRate)],
];

/** The table as lines of a file, its heading first. */
export function fileLines(parts: readonly PartIndicators[]): string[][] {
  return [COLUMNS.map(([title]) => title), ...parts.map((part) => COLUMNS.map(([, cell]) => cell(part)))];
}

const percent = (rate: number | null): string => (rate === null ? '' : `${(rate * 100).toFixed(2)}%`);

/** A name that a spreadsheet would run as a formula is shown as text. */
function safeCell(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
