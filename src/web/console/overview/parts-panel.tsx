import { Button, Input, Segmented, Tag, type TableColumnsType } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatRate } from '../../shared/format.js';
import { Link } from '../../shared/router.js';
import {
  type Dimension,
  downloadParts,
  type Indicator,
  listParts,
  type Outlook,
  type PartIndicators,
  type PartsQuery,
  type SortField,
} from '../api/overview.js';
import { PagedTable } from '../paged-table.js';
import { useAction } from '../use-action.js';
import styles from './overview.module.css';
import { heatOf } from './rates.js';
import { StandingDrawer } from './standing-drawer.js';
import type { View } from './use-view.js';

const dimensions: readonly Dimension[] = ['PARK', 'DISTRICT', 'UNION', 'INDUSTRY'];

/** The parts of what is looked at, each rate shaded by how near it is to its goal; a click goes one step down. */
export function PartsPanel({ view, goals }: { readonly view: View; readonly goals: readonly Outlook[] }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<string | null>(null);
  const query: PartsQuery = { ...view.part, by: view.by, q: view.q, sort: view.sort, order: view.order };
  const file = useAction(() => downloadParts(query, `${t('overview.fileName')}.csv`));
  return (
    <section className={styles.panel}>
      <div className={styles.panelHead}>
        <h2>{t('overview.table')}</h2>
        <Button loading={file.isPending} onClick={() => file.mutate(undefined)}>
          {t('overview.export')}
        </Button>
      </div>
      <div className={styles.tools}>
        <Segmented<Dimension>
          aria-label={t('overview.by')}
          value={view.by}
          options={dimensions.map((by) => ({ value: by, label: t(`overview.dimension.${by}`) }))}
          onChange={(by) => view.change({ by, q: '' })}
        />
        {view.by === 'UNION' ? (
          <Input.Search
            key={view.q}
            allowClear
            defaultValue={view.q}
            aria-label={t('overview.searchUnion')}
            placeholder={t('overview.searchUnion')}
            onSearch={(q) => view.change({ q: q.trim() })}
          />
        ) : null}
        {view.title ? (
          <Tag closable closeIcon={<span aria-label={t('overview.whole')}>×</span>} onClose={view.reset}>
            {view.title}
          </Tag>
        ) : null}
      </div>
      <PagedTable<PartIndicators>
        queryKey={['parts', query]}
        load={(cursor, signal) => listParts(query, cursor, signal)}
        rowKey={(row) => row.key ?? ''}
        empty={t('overview.noParts')}
        columns={columnsOf(t, view, goals, setOpened)}
      />
      {opened ? <StandingDrawer orgId={opened} close={() => setOpened(null)} /> : null}
    </section>
  );
}

function columnsOf(
  t: (key: string) => string,
  view: View,
  goals: readonly Outlook[],
  open: (orgId: string) => void,
): TableColumnsType<PartIndicators> {
  // Sorting is the server's, since a page shows a part of the rows only.
  const heading = (field: SortField, title: string) => {
    const isSorted = view.sort === field;
    const sort = (): void => view.change({ sort: field, order: nextOrder(view, field) });
    return {
      title,
      sorter: true,
      sortOrder: isSorted ? (view.order === 'asc' ? ('ascend' as const) : ('descend' as const)) : null,
      showSorterTooltip: false,
      onHeaderCell: () => ({
        onClick: sort,
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key === 'Enter') sort();
        },
      }),
    };
  };
  const count = (name: 'workers' | 'members' | 'cards' | 'activeCards') => ({
    ...heading(name, t(`overview.${name}`)),
    align: 'right' as const,
    render: (_: unknown, row: PartIndicators) => <span className={styles.number}>{formatCount(row[name])}</span>,
  });
  const rate = (name: Indicator) => ({
    ...heading(name, t(`overview.${name}`)),
    align: 'right' as const,
    render: (_: unknown, row: PartIndicators) => (
      <Heat rate={row[name]} goal={goals.find(({ indicator }) => indicator === name)} />
    ),
  });
  return [
    {
      ...heading('name', t(`overview.dimension.${view.by}`)),
      render: (_, row) =>
        row.key === null ? (
          <span className={styles.muted}>{t('overview.other')}</span>
        ) : (
          <Button
            type="link"
            className={styles.name ?? ''}
            onClick={() => (view.by === 'UNION' ? open(row.key ?? '') : view.into(row))}
          >
            {row.name}
          </Button>
        ),
    },
    rate('establishmentRate'),
    count('workers'),
    view.by === 'UNION' ? { ...count('members'), render: (_, row) => <MembersLink of={row} /> } : count('members'),
    rate('membershipRate'),
    count('cards'),
    rate('issuanceRate'),
    count('activeCards'),
    rate('activeCardRate'),
    ...(view.by === 'INDUSTRY' ? [] : [rate('standardRate')]),
  ];
}

/** A union's members are a click away. */
function MembersLink({ of: { key, members } }: { readonly of: PartIndicators }) {
  const shown = <span className={styles.number}>{formatCount(members)}</span>;
  return key === null ? shown : <Link to={`/console/members?org=${key}`}>{shown}</Link>;
}

/** Names begin with the first, figures with the largest; once more turns the order round. */
function nextOrder({ sort, order }: View, field: SortField): 'asc' | 'desc' {
  if (sort === field) return order === 'asc' ? 'desc' : 'asc';
  return field === 'name' ? 'asc' : 'desc';
}

function Heat({ rate, goal }: { readonly rate: number | null; readonly goal: Outlook | undefined }) {
  const heat = heatOf(rate, goal);
  return (
    <span className={`${styles.number} ${heat === null ? '' : styles.heat}`} data-heat={heat}>
      {rate === null ? '—' : formatRate(rate)}
    </span>
  );
}
