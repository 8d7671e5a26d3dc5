import { Table, type TableColumnsType, type TableColumnType } from 'antd';
import type { ReactNode } from 'react';
import styles from './folding-table.module.css';
import { useNarrow } from './use-narrow.js';

interface FoldingTableProps<Row> {
  readonly columns: TableColumnsType<Row>;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly open?: ((row: Row) => void) | undefined;
}

/** A table; on a phone one card a row, headed by the first column, so that nothing and no button lies out of sight to the right. */
export function FoldingTable<Row extends object>({ columns, rows, rowKey, open }: FoldingTableProps<Row>) {
  const isNarrow = useNarrow();
  // Figures one sorts are compared down their column, which cards would take apart; such a table scrolls in its own box.
  const isCompared = columns.some(({ sorter }: TableColumnType<Row>) => sorter !== undefined);
  if (isNarrow && !isCompared) return <Cards columns={columns} rows={rows} rowKey={rowKey} />;
  return (
    <Table<Row>
      size="middle"
      columns={columns}
      dataSource={rows}
      rowKey={rowKey}
      pagination={false}
      scroll={{ x: 'max-content' }}
      {...(open ? { onRow: (row: Row) => ({ onClick: () => open(row), style: { cursor: 'pointer' } }) } : {})}
    />
  );
}

function Cards<Row extends object>({ columns, rows, rowKey }: FoldingTableProps<Row>) {
  const [first, ...rest] = columns;
  return (
    <ul className={styles.cards}>
      {rows.map((row, at) => (
        <li key={rowKey(row)}>
          <div className={styles.name}>{first ? cellOf(first, row, at) : null}</div>
          <dl>
            {rest.map((column, no) => (
              <Line key={no} title={titleOf(column)} cell={cellOf(column, row, at)} />
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

/** A cell with its column's title; buttons have none, and an empty cell needs no line. */
function Line({ title, cell }: { readonly title: ReactNode; readonly cell: ReactNode }) {
  if (cell === null || cell === undefined || cell === '' || cell === '—') return null;
  return (
    <div className={styles.line}>
      <dt>{title}</dt>
      <dd>{cell}</dd>
    </div>
  );
}

function titleOf<Row>({ title }: TableColumnType<Row>): ReactNode {
  return typeof title === 'function' ? null : title;
}

function cellOf<Row extends object>({ dataIndex, render }: TableColumnType<Row>, row: Row, at: number): ReactNode {
  const value: unknown = typeof dataIndex === 'string' ? Reflect.get(row, dataIndex) : undefined;
  // None of our columns spans others, so what is drawn is all there is.
  return (render ? render(value, row, at) : value) as ReactNode;
}
