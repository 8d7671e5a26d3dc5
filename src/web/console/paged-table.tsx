import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Page } from '../../shared/page.js';
import { EmptyState, ErrorState, Skeleton } from '../shared/ui/states.js';
import styles from './console.module.css';
import { FoldingTable } from './folding-table.js';

interface PagedTableProps<Row> {
  readonly queryKey: readonly unknown[];
  readonly load: (cursor: string, signal: AbortSignal) => Promise<Page<Row>>;
  readonly columns: TableColumnsType<Row>;
  readonly rowKey: (row: Row) => string;
  readonly empty: string;
  readonly open?: (row: Row) => void;
  /** Loads again every so many milliseconds. */
  readonly everyMs?: number;
}

/** A list that grows by "show more", with its loading, empty and error states. */
export function PagedTable<Row extends object>(props: PagedTableProps<Row>) {
  const { t } = useTranslation();
  const pages = useInfiniteQuery({
    queryKey: props.queryKey,
    queryFn: ({ pageParam, signal }) => props.load(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...(props.everyMs ? { refetchInterval: props.everyMs } : {}),
  });
  if (pages.isPending) return <Skeleton heights={[40, 40, 40, 40, 40]} />;
  if (!pages.data) return <ErrorState error={pages.error} retry={() => void pages.refetch()} />;
  const rows = pages.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <EmptyState title={props.empty} />;
  return (
    <>
      <FoldingTable<Row> columns={props.columns} rows={rows} rowKey={props.rowKey} open={props.open} />
      {pages.hasNextPage ? (
        <div className={styles.more}>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('common.more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}
