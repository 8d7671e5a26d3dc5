import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatFen, formatTime } from '../../shared/format.js';
import { errorText } from '../../shared/texts.js';
import { Button } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { Money } from '../../shared/ui/money.js';
import { EmptyState, ErrorState, Skeleton } from '../../shared/ui/states.js';
import { listMyRedemptions, type MyRedemption } from '../api/redemptions.js';
import styles from '../app.module.css';
import { Given } from '../given.js';

const stateKeys: Readonly<Record<string, string>> = {
  REVERSED: 'history.reversed',
  PARTIALLY_REVERSED: 'history.partly',
  DECLINED: 'history.declined',
};

function RedemptionCard({ one }: { readonly one: MyRedemption }) {
  const { t } = useTranslation();
  const stateKey = stateKeys[one.state];
  return (
    <li>
      <Panel className={styles.benefit ?? ''}>
        <div className={styles.row}>
          <h2 className={styles.strong}>{one.storeName}</h2>
          {stateKey ? <span className={styles.muted}>{t(stateKey)}</span> : null}
          {stateKey || one.discountFen === 0 ? null : (
            <span className={styles.saved}>
              −<Money fen={one.discountFen} />
            </span>
          )}
        </div>
        <Given given={one.given} restored={one.restored} />
        {one.reason ? <p>{errorText(one.reason)}</p> : null}
        <p className={styles.muted}>
          {[
            formatTime(one.occurredAt),
            ...(one.amountFen > 0
              ? [t('history.paid', { amount: formatFen(one.amountFen), payable: formatFen(one.payableFen) })]
              : []),
          ].join(' · ')}
        </p>
        {one.left.length ? (
          <details>
            <summary>{t('history.left')}</summary>
            <ul className={styles.places}>
              {one.left.map((left) => (
                <li key={left.label}>
                  {left.label}：{errorText(left.reason)}
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </Panel>
    </li>
  );
}

/** What was bought with the card, what was saved, and the true reason for each refusal. */
export default function HistoryPage() {
  const { t } = useTranslation();
  const pages = useInfiniteQuery({
    queryKey: ['redemptions'],
    queryFn: ({ pageParam, signal }) => listMyRedemptions(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <h1 className={styles.title}>{t('history.title')}</h1>
      {pages.isPending ? <Skeleton heights={[96, 110, 110]} /> : null}
      {pages.error && !pages.data ? <ErrorState error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.data ? (
        <Panel>
          <p className={styles.muted}>{t('history.saved')}</p>
          <p className={styles.total}>
            <Money fen={pages.data.pages[0]?.savedThisYearFen ?? 0} smallCents />
          </p>
        </Panel>
      ) : null}
      {pages.data && items.length === 0 ? (
        <EmptyState title={t('history.empty')}>{t('history.emptyHint')}</EmptyState>
      ) : null}
      <ul className={styles.list}>
        {items.map((one) => (
          <RedemptionCard key={one.id} one={one} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button block busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('common.more')}
        </Button>
      ) : null}
    </>
  );
}
