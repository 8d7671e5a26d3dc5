import { Select, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Page } from '../../../shared/page.js';
import styles from '../console.module.css';
import { PagedTable } from '../paged-table.js';

interface StateTableProps<T> {
  /** Names the list among what was loaded. */
  readonly name: string;
  /** The first is what waits, and what is shown first. */
  readonly states: readonly { readonly value: string; readonly label: string }[];
  readonly load: (state: string, cursor: string, signal?: AbortSignal) => Promise<Page<T>>;
  readonly columns: TableColumnsType<T>;
  /** Said when nothing waits. */
  readonly noneWaiting: string;
}

/** Things that wait for a decision and what became of the others, by their state. */
export function StateTable<T extends { readonly id: string }>(props: StateTableProps<T>) {
  const { name, states, load, columns, noneWaiting } = props;
  const { t } = useTranslation();
  const waiting = states[0]?.value ?? '';
  const [state, setState] = useState(waiting);
  return (
    <>
      <div className={styles.filters} style={{ marginBottom: 16 }}>
        <Select
          aria-label={t('membership.state')}
          value={state}
          onChange={setState}
          style={{ minWidth: 140 }}
          options={[...states, { value: '', label: t('membership.all') }]}
        />
      </div>
      <PagedTable<T>
        queryKey={[name, state]}
        load={(cursor, signal) => load(state, cursor, signal)}
        rowKey={({ id }) => id}
        empty={state === waiting ? noneWaiting : t('membership.none')}
        columns={columns}
      />
    </>
  );
}
