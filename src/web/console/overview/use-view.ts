import { useQueryParams } from '../../shared/router.js';
import type { Dimension, Part, PartIndicators, SortField } from '../api/overview.js';

/** What of the figures is looked at; it lives in the address, so it can be sent to somebody. */
export interface View {
  readonly by: Dimension;
  readonly part: Part;
  /** Name of the part, empty for the whole. */
  readonly title: string;
  readonly q: string;
  readonly sort: SortField;
  readonly order: 'asc' | 'desc';
  readonly change: (changes: Readonly<Record<string, string>>) => void;
  /** Goes into a part: its unions. */
  readonly into: (row: PartIndicators) => void;
  readonly reset: () => void;
}

const whole = { parkCode: '', districtCode: '', industry: '', title: '' } as const;
const partOf = { PARK: 'parkCode', DISTRICT: 'districtCode', INDUSTRY: 'industry' } as const;
const dimensions = new Set<string>(['PARK', 'DISTRICT', 'UNION', 'INDUSTRY'] satisfies Dimension[]);

export function useView(): View {
  const [query, change] = useQueryParams();
  const text = (name: string): string => query.get(name) ?? '';
  const by = text('by');
  const known = (dimensions.has(by) ? by : 'PARK') as Dimension;
  return {
    by: known,
    part: { parkCode: text('parkCode'), districtCode: text('districtCode'), industry: text('industry') },
    title: text('title'),
    q: known === 'UNION' ? text('q') : '',
    sort: (text('sort') || 'name') as SortField,
    order: text('order') === 'desc' ? 'desc' : 'asc',
    change,
    into: (row) => {
      if (known === 'UNION' || row.key === null) return;
      change({ ...whole, by: 'UNION', [partOf[known]]: row.key, title: row.name ?? row.key });
    },
    reset: () => change(whole),
  };
}
