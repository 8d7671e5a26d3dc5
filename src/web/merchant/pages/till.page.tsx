import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../shared/hooks.js';
import { OfflineError, ProblemError } from '../../shared/problem.js';
import { parseYuan } from '../../shared/format.js';
import styles from '../app.module.css';
import { giveFeedback } from '../feedback.js';
import { askOffer, confirm, giveUp, scanFirst, undo, type Attempt, type Sale } from '../sale.js';
import { session } from '../session.js';
import { forgetTill, type Till } from '../till.js';
import { useWedgeScanner } from '../wedge.js';
import { AmountStep, ScanStep } from './till-input.js';
import { DoneStep, OfferStep, RefusedStep, UndoneStep, UnknownStep } from './till-result.js';

/** The platform no longer knows this till's key. The same code with another status speaks of the customer's card. */
function isUnpaired(error: unknown): boolean {
  return (
    error instanceof ProblemError && error.status === 401 && ['KEY_UNKNOWN', 'TERMINAL_REVOKED'].includes(error.code)
  );
}

function useSale() {
  const queries = useQueryClient();
  const state = useSession(session);
  const cashier = state.status === 'signed-in' ? state.login.displayName : '';
  const [sale, setSale] = useState<Sale>(scanFirst);

  const refused = async (error: unknown): Promise<void> => {
    if (error instanceof OfflineError) return;
    giveFeedback(false);
    if (isUnpaired(error)) {
      await forgetTill();
      await queries.invalidateQueries({ queryKey: ['till'] });
      return;
    }
    setSale({ at: 'refused', error });
  };
  const offer = useMutation({
    mutationFn: ({ code, amountText }: { code: string; amountText: string }) =>
      askOffer(code, amountText, parseYuan(amountText) ?? 0, cashier),
    onSuccess: setSale,
    onError: refused,
  });
  const redemption = useMutation({
    mutationFn: (attempt: Attempt) => confirm(attempt),
    onSuccess: (next) => {
      setSale(next);
      if (next.at === 'done' || next.at === 'refused') giveFeedback(next.at === 'done');
      void queries.invalidateQueries({ queryKey: ['redemptions'] });
    },
  });
  const abandon = useMutation({ mutationFn: giveUp, onSuccess: setSale, onError: refused });
  const reversal = useMutation({
    mutationFn: (done: Extract<Sale, { at: 'done' }>) => undo(done.answer.redemptionId),
    onSuccess: (_answer, done) => setSale({ at: 'undone', answer: done.answer }),
  });
  const restart = (): void => {
    offer.reset();
    reversal.reset();
    setSale(scanFirst);
  };
  return { sale, setSale, offer, redemption, abandon, reversal, restart };
}

/** Scan, amount, offer, confirm: one customer after another. */
export function TillPage({ till }: { readonly till: Till }) {
  const { t } = useTranslation();
  const { sale, setSale, offer, redemption, abandon, reversal, restart } = useSale();
  // A scan at any moment before money moves starts the next customer; an unknown outcome must be settled first.
  const scanned = useCallback(
    (code: string) =>
      setSale((now) =>
        now.at === 'unknown'
          ? now
          : { at: 'amount', code: code.trim(), amountText: now.at === 'amount' ? now.amountText : '' },
      ),
    [setSale],
  );
  useWedgeScanner(scanned);
  return (
    <>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('till.pageTitle')}</h1>
        <span className={styles.muted}>{till.storeName}</span>
      </div>
      {sale.at === 'scan' ? <ScanStep scanned={scanned} /> : null}
      {sale.at === 'amount' ? (
        <AmountStep
          key={sale.code}
          initial={sale.amountText}
          busy={offer.isPending}
          error={offer.error instanceof OfflineError ? offer.error : null}
          next={(amountText) => offer.mutate({ code: sale.code, amountText })}
          back={restart}
        />
      ) : null}
      {sale.at === 'offer' ? (
        <OfferStep
          quote={sale.quote}
          busy={redemption.isPending}
          confirm={() => redemption.mutate(sale.attempt)}
          change={() => setSale({ at: 'amount', code: sale.code, amountText: sale.amountText })}
          back={restart}
        />
      ) : null}
      {sale.at === 'unknown' ? (
        <UnknownStep
          busy={redemption.isPending || abandon.isPending}
          error={abandon.error}
          retry={() => redemption.mutate(sale.attempt)}
          giveUp={() => abandon.mutate(sale.attempt)}
        />
      ) : null}
      {sale.at === 'refused' ? <RefusedStep error={sale.error} next={restart} /> : null}
      {sale.at === 'done' ? (
        <DoneStep
          answer={sale.answer}
          busy={reversal.isPending}
          error={reversal.error}
          undo={() => reversal.mutate(sale)}
          next={restart}
        />
      ) : null}
      {sale.at === 'undone' ? <UndoneStep answer={sale.answer} next={restart} /> : null}
    </>
  );
}
