import { Button, type TableColumnsType, Tag } from 'antd';
import type { TFunction } from 'i18next';
import { formatCount, formatDay } from '../../shared/format.js';
import { Link } from '../../shared/router.js';
import type { OrgTreeRow } from '../api/union-tree.js';
import styles from '../console.module.css';

const number = (count: number) => <span className={styles.number}>{formatCount(count)}</span>;

/** The columns of the tree; a list found by name also says under which union each stands. */
export function columnsOf<Row extends OrgTreeRow>(
  t: TFunction,
  open: (row: OrgTreeRow) => void,
  { isList, isDissolved }: { readonly isList: boolean; readonly isDissolved: boolean },
): TableColumnsType<Row> {
  return [
    {
      title: t('unions.name'),
      render: (_, row) => (
        <Button type="link" size="small" className={styles.cellLink ?? ''} onClick={() => open(row)}>
          {row.name}
        </Button>
      ),
    },
    { title: t('unions.level'), render: (_, { level }) => <Tag>{t(`unions.levels.${level}`)}</Tag> },
    ...(isList ? [{ title: t('unions.parent'), render: (_: unknown, row: Row) => row.parentName ?? '—' }] : []),
    { title: t('unions.park'), render: (_, row) => row.parkName ?? '—' },
    ...(isDissolved
      ? [
          {
            title: t('unions.dissolvedOn'),
            render: (_: unknown, row: Row) => (row.dissolvedAt === null ? '—' : formatDay(row.dissolvedAt)),
          },
        ]
      : [
          {
            title: t('unions.members'),
            align: 'right' as const,
            render: (_: unknown, row: Row) => (
              <Link className={styles.textLink} to={`/console/members?org=${row.id}`}>
                {number(row.members)}
              </Link>
            ),
          },
          {
            title: t('unions.officers'),
            align: 'right' as const,
            render: (_: unknown, row: Row) => number(row.officers),
          },
        ]),
  ];
}
