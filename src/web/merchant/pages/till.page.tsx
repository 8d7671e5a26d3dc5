import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../shared/hooks.js';
import { errorCode, OfflineError, ProblemError } from '../../shared/problem.js';
import styles from '../app.module.css';
import { giveFeedback } from '../feedback.js';
import {
  askOffer,
  askServices,
  confirm,
  giveUp,
  onPhone,
  type goodsOf,
  scanFirst,
  scanned,
  serviceAttempt,
  undo,
  type Attempt,
  type Basket,
  type Sale,
} from '../sale.js';
import { session } from '../session.js';
import { forgetTill, type Till } from '../till.js';
import { useWedgeScanner } from '../wedge.js';
import { ProveStep, WaitingStep } from './prove-step.js';
import { AmountStep, ScanStep } from './till-input.js';
import { ServicesStep } from './till-services.js';
import { DoneStep, OfferStep, RefusedStep, UndoneStep, UnknownStep } from './till-result.js';

/** The platform no longer knows this till's key. The same code with another status speaks of the customer's card. */
function isUnpaired(error: unknown): boolean {
  return (
    error instanceof ProblemError && error.status === 401 && ['KEY_UNKNOWN', 'TERMINAL_REVOKED'].includes(error.code)
  );
}

/** The PIN of a plastic card, or its holder's phone; `unproven` is what stood against it of the card on the counter, never of the one before. */
function useProof(cashier: string, offered: (sale: Sale) => void) {
  const [without, setWithout] = useState<{ readonly code: string; readonly error: unknown } | null>(null);
  const proof = useMutation({
    mutationFn: ({ offered, pin }: { offered: Extract<Sale, { at: 'offer' }>; pin: string }) =>
      askOffer(offered.basket, offered.attempt, cashier, pin),
    onSuccess: offered,
    onError: () => giveFeedback(false),
  });
  const noPhone = (code: string, error: unknown): void => {
    setWithout({ code, error });
    giveFeedback(false);
  };
  const unproven = (code: string): unknown => {
    if (proof.variables?.offered.basket.code === code && proof.error) return proof.error;
    return without?.code === code ? without.error : null;
  };
  const unprove = (): void => {
    proof.reset();
    setWithout(null);
  };
  return { proof, unproven, noPhone, unprove };
}

function useSale() {
  const queries = useQueryClient();
  const state = useSession(session);
  const cashier = state.status === 'signed-in' ? state.login.displayName : '';
  const [sale, setSale] = useState<Sale>(scanFirst);
  const { proof, unproven, noPhone, unprove } = useProof(cashier, setSale);

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
    mutationFn: ({ basket, goods }: { basket: Basket; goods: Exclude<ReturnType<typeof goodsOf>, string> }) =>
      askOffer(basket, goods, cashier),
    onSuccess: setSale,
    onError: refused,
  });
  const services = useMutation({ mutationFn: askServices, onSuccess: setSale, onError: refused });
  const redemption = useMutation({
    mutationFn: (attempt: Attempt) => confirm(attempt),
    onSuccess: (next, attempt) => {
      // No phone to ask: the customer types the PIN instead, and nothing is scanned or typed again.
      if (sale.at === 'offer' && next.at === 'refused' && errorCode(next.error) === 'PHONE_NOT_BOUND') {
        noPhone(attempt.code, next.error);
        return;
      }
      setSale(next);
      if (next.at === 'done' || next.at === 'refused') giveFeedback(next.at === 'done');
      void queries.invalidateQueries({ queryKey: ['redemptions'] });
    },
  });
  const settled = useCallback(
    (next: Sale) => {
      setSale(next);
      giveFeedback(next.at === 'done');
      void queries.invalidateQueries({ queryKey: ['redemptions'] });
    },
    [queries],
  );
  const abandon = useMutation({ mutationFn: giveUp, onSuccess: setSale, onError: refused });
  const reversal = useMutation({
    mutationFn: (done: Extract<Sale, { at: 'done' }>) => undo(done.answer.redemptionId),
    onSuccess: (answer, done) => setSale({ at: 'undone', answer: done.answer, reversal: answer }),
  });
  const restart = (): void => {
    offer.reset();
    services.reset();
    reversal.reset();
    unprove();
    setSale(scanFirst);
  };
  return { sale, setSale, cashier, offer, services, redemption, proof, unproven, settled, abandon, reversal, restart };
}

/** Scan, amount, offer, confirm: one customer after another. */
export function TillPage({ till }: { readonly till: Till }) {
  const { t } = useTranslation();
  const steps = useSale();
  const { setSale } = steps;
  // A scan at any moment before money moves starts the next customer; an unknown outcome must be settled first.
  const heard = useCallback(
    (code: string) =>
      setSale((now) => {
        if (now.at === 'unknown' || now.at === 'waiting') return now;
        // The next code for what is typed already: the first had expired.
        return now.at === 'amount'
          ? { at: 'amount', basket: { ...now.basket, code: code.trim() } }
          : scanned(code.trim());
      }),
    [setSale],
  );
  useWedgeScanner(heard);
  return (
    <>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('till.pageTitle')}</h1>
        <span className={styles.muted}>{till.storeName}</span>
      </div>
      <Asking steps={steps} heard={heard} />
      <Answered steps={steps} />
    </>
  );
}

interface StepsProps {
  readonly steps: ReturnType<typeof useSale>;
}

/** Until something is offered. */
function Asking({ steps, heard }: StepsProps & { readonly heard: (code: string) => void }) {
  const { sale, setSale, cashier, offer, services, redemption, restart } = steps;
  return (
    <>
      {sale.at === 'scan' ? <ScanStep scanned={heard} /> : null}
      {sale.at === 'amount' ? (
        <AmountStep
          key={sale.basket.code}
          initial={sale.basket}
          busy={offer.isPending || services.isPending}
          error={[offer.error, services.error].find((error) => error instanceof OfflineError) ?? null}
          next={(basket, goods) => offer.mutate({ basket, goods })}
          services={() => services.mutate(sale.basket)}
          back={restart}
        />
      ) : null}
      {sale.at === 'services' ? (
        <ServicesStep
          found={sale.found}
          busy={redemption.isPending}
          redeem={(campaignId) => redemption.mutate(serviceAttempt(sale.basket, campaignId, cashier))}
          change={() => setSale({ at: 'amount', basket: sale.basket })}
          back={restart}
        />
      ) : null}
    </>
  );
}

/** From the offer on. */
function Answered({ steps }: StepsProps) {
  const { sale, setSale, redemption, proof, unproven, settled, abandon, reversal, restart } = steps;
  return (
    <>
      {sale.at === 'offer' ? (
        <OfferStep
          prove={
            sale.quote.secondFactor ? (
              <ProveStep
                busy={proof.isPending || redemption.isPending}
                error={unproven(sale.basket.code)}
                withPin={(pin) => proof.mutate({ offered: sale, pin })}
                onPhone={() => redemption.mutate(onPhone(sale.attempt))}
              />
            ) : null
          }
          quote={sale.quote}
          busy={redemption.isPending}
          confirm={() => redemption.mutate(sale.attempt)}
          change={() => setSale({ at: 'amount', basket: sale.basket })}
          back={restart}
        />
      ) : null}
      {sale.at === 'waiting' ? (
        <WaitingStep
          attempt={sale.attempt}
          expiresAt={sale.expiresAt}
          busy={abandon.isPending}
          settled={settled}
          giveUp={() => abandon.mutate(sale.attempt)}
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
      {sale.at === 'undone' ? <UndoneStep answer={sale.answer} reversal={sale.reversal} next={restart} /> : null}
    </>
  );
}
