import { fileLines, sortParts } from './breakdown.rules.js';
import type { PartIndicators } from './indicator.schemas.js';

const part = (name: string | null, over: Partial<PartIndicators> = {}): PartIndicators => ({
  key: name,
  name,
  workers: 10,
  members: 8,
  cards: 4,
  activeCards: 2,
  usedCards: 1,
  enterprises: 4,
  enterprisesWithUnion: 3,
  unions: 2,
  standardUnions: 1,
  establishmentRate: 0.75,
  membershipRate: 0.8,
  issuanceRate: 0.5,
  activeCardRate: 0.5,
  standardRate: 0.5,
  ...over,
});
const names = (parts: readonly PartIndicators[]) => parts.map(({ name }) => name);

describe('the table of parts', () => {
  it('is sorted by name as Chinese readers expect', () => {
    const parts = [part('西湖区'), part('东湖区'), part('安义县')];
    expect(names(sortParts(parts, 'name', 'asc'))).toEqual(['安义县', '东湖区', '西湖区']);
    expect(names(sortParts(parts, 'name', 'desc'))).toEqual(['西湖区', '东湖区', '安义县']);
  });

  it('is sorted by a figure, equal ones by name, unknown ones last either way', () => {
    const parts = [
      part('丙', { standardRate: null }),
      part('乙', { standardRate: 0.4 }),
      part('甲', { standardRate: 0.4 }),
      part('丁', { standardRate: 0.9 }),
    ];
    expect(names(sortParts(parts, 'standardRate', 'asc'))).toEqual(['甲', '乙', '丁', '丙']);
    expect(names(sortParts(parts, 'standardRate', 'desc'))).toEqual(['丁', '甲', '乙', '丙']);
  });

  it('shows what belongs to nothing at the end', () => {
    expect(names(sortParts([part(null), part('甲')], 'members', 'desc'))).toEqual(['甲', null]);
  });

  it('is a file with its heading, percentages and nothing a spreadsheet would run', () => {
    const [heading, named, other] = fileLines([
      part('=HYPERLINK("x")'),
      part(null, { usedCards: null, activeCardRate: null, unions: null, standardUnions: null, standardRate: null }),
    ]);
    expect(heading).toHaveLength(15);
    expect(named).toEqual([
      `'=HYPERLINK("x")`,
      '4',
      '3',
      '75.00%',
      '10',
      '8',
      '80.00%',
      '4',
      '50.00%',
      '2',
      '1',
      '50.00%',
      '2',
      '1',
      '50.00%',
    ]);
    expect(other?.slice(9)).toEqual(['2', '', '', '', '', '']);
  });
});
