import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatFen, formatTime } from '../../shared/format.js';
import { serverNow } from '../../shared/server-clock.js';
import { Button } from '../../shared/ui/controls.js';
import { Actions, Dialog, Panel } from '../../shared/ui/dialog.js';
import { Money } from '../../shared/ui/money.js';
import { EmptyState, ErrorNotice, Loaded } from '../../shared/ui/states.js';
import { getToday, listRedemptions, type MerchantRedemption, type MerchantToday } from '../api/redemptions.js';
import styles from '../app.module.css';
import { undo } from '../sale.js';
import { PartReturn } from './part-return.js';

function Totals({ today }: { readonly today: MerchantToday }) {
  const { t } = useTranslation();
  const facts: readonly (readonly [string, number])[] = [
    [t('today.amount'), today.amountFen],
    [t('today.union'), today.unionFen],
    [t('today.merchant'), today.merchantFen],
  ];
  return (
    <Panel className={styles.form ?? ''}>
      <div className={styles.row}>
        <div>
          <p className={styles.muted}>{t('today.discount')}</p>
          <p className={styles.total}>
            <Money fen={today.discountFen} smallCents />
          </p>
        </div>
        <div>
          <p className={styles.muted}>{t('today.count')}</p>
          <p className={styles.total}>{today.count}</p>
        </div>
      </div>
      <dl className={styles.facts}>
        {facts.map(([name, fen]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Money fen={fen} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

const stateKeys: Readonly<Record<string, string>> = {
  REVERSED: 'today.reversed',
  PARTIALLY_REVERSED: 'today.partly',
  DECLINED: 'today.declined',
};

function mayUndo(one: MerchantRedemption): boolean {
  const stands = one.state === 'REDEEMED' || one.state === 'PARTIALLY_REVERSED';
  return stands && one.reversibleUntil !== null && Date.parse(one.reversibleUntil) >= serverNow();
}

interface Asked {
  readonly one: MerchantRedemption;
  readonly back: 'whole' | 'part';
}

interface RedemptionItemProps {
  readonly one: MerchantRedemption;
  readonly ask: (asked: Asked) => void;
}

function RedemptionItem({ one, ask }: RedemptionItemProps) {
  const { t } = useTranslation();
  const stateKey = stateKeys[one.state];
  return (
    <li>
      <Panel className={styles.item ?? ''}>
        <div className={styles.row}>
          <h3>{one.holder}</h3>
          {stateKey ? <span>{t(stateKey)}</span> : null}
          {stateKey || one.discountFen === 0 ? null : (
            <span className={styles.saved}>−{formatFen(one.discountFen)}</span>
          )}
        </div>
        <p>{one.benefits.join('、')}</p>
        <p className={styles.muted}>
          {[
            formatTime(one.occurredAt),
            ...(one.amountFen > 0
              ? [t('today.line', { amount: formatFen(one.amountFen), payable: formatFen(one.payableFen) })]
              : []),
          ].join(' · ')}
        </p>
        <p className={styles.muted}>{[one.ticketNo, one.cashier].filter(Boolean).join(' · ')}</p>
        {mayUndo(one) ? (
          <Actions>
            <Button onClick={() => ask({ one, back: 'whole' })}>{t('till.undo')}</Button>
            {one.amountFen > 0 ? <Button onClick={() => ask({ one, back: 'part' })}>{t('part.title')}</Button> : null}
          </Actions>
        ) : null}
      </Panel>
    </li>
  );
}

function UndoDialog({ id, close }: { readonly id: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const undone = useMutation({
    mutationFn: () => undo(id),
    onSuccess: async () => {
      await queries.invalidateQueries();
      close();
    },
  });
  return (
    <Dialog title={t('till.undoTitle')} close={close}>
      <p>{t('till.undoWhy')}</p>
      <ErrorNotice error={undone.error} />
      <Actions>
        <Button onClick={close}>{t('till.keep')}</Button>
        <Button look="primary" busy={undone.isPending} onClick={() => undone.mutate()}>
          {t('till.undo')}
        </Button>
      </Actions>
    </Dialog>
  );
}

/** Today's total, and each redemption with the ways to take it back. */
export default function TodayPage() {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const today = useQuery({ queryKey: ['redemptions', 'today'], queryFn: ({ signal }) => getToday(signal) });
  const pages = useInfiniteQuery({
    queryKey: ['redemptions', 'list'],
    queryFn: ({ pageParam, signal }) => listRedemptions(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  return (
    <>
      <h1 className={styles.title}>{t('today.title')}</h1>
      <Loaded of={today} heights={[150]}>
        {(data) => <Totals today={data} />}
      </Loaded>
      <h2>{t('today.list')}</h2>
      <Loaded of={pages}>
        {({ pages: loaded }) => {
          const items = loaded.flatMap((page) => page.items);
          if (items.length === 0) return <EmptyState title={t('today.empty')} />;
          return (
            <ul className={styles.list}>
              {items.map((one) => (
                <RedemptionItem key={one.id} one={one} ask={setAsked} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      {pages.hasNextPage ? (
        <Button block busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('common.more')}
        </Button>
      ) : null}
      {asked?.back === 'whole' ? <UndoDialog id={asked.one.id} close={() => setAsked(null)} /> : null}
      {asked?.back === 'part' ? <PartReturn one={asked.one} close={() => setAsked(null)} /> : null}
    </>
  );
}
