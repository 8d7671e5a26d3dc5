import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatFen } from '../../shared/format.js';
import { errorCode, ProblemError } from '../../shared/problem.js';
import { currentLanguage, errorText } from '../../shared/texts.js';
import { Button } from '../../shared/ui/controls.js';
import { Actions, Dialog, Panel } from '../../shared/ui/dialog.js';
import { Money } from '../../shared/ui/money.js';
import { ErrorNotice, Notice } from '../../shared/ui/states.js';
import type { QuoteAnswer, RedemptionAnswer, ReversalAnswer, TillLeft } from '../api/pos.js';
import styles from '../app.module.css';
import { Restored } from './restored.js';

/** Nothing the customer could do at this till would change these, and a queue is waiting. */
const notWorthSaying = new Set(['NOT_HERE', 'NOT_BEST', 'CAMPAIGN_NOT_RUNNING']);

/** What was left out and what would make it work; a benefit that can be reached comes first. */
function LeftOut({ left }: { readonly left: readonly TillLeft[] }) {
  const { t } = useTranslation();
  const shown = left
    .filter((one) => !notWorthSaying.has(one.reason))
    .toSorted((one, other) => Number(Boolean(other.hint?.moreFen)) - Number(Boolean(one.hint?.moreFen)));
  if (shown.length === 0) return null;
  return (
    <ul className={styles.list}>
      {shown.slice(0, 5).map((one) => (
        <li key={one.campaignId} className={styles.muted}>
          {one.hint?.moreFen
            ? t('till.hintMore', { label: one.label, more: formatFen(one.hint.moreFen) })
            : t('till.left', { label: one.label, reason: errorText(one.reason) })}
        </li>
      ))}
    </ul>
  );
}

function Sum({ of }: { readonly of: Pick<QuoteAnswer, 'amountFen' | 'applied' | 'payableFen'> }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.sum}>
      <div>
        <dt>{t('till.original')}</dt>
        <dd>
          <Money fen={of.amountFen} />
        </dd>
      </div>
      {of.applied.map((one) => (
        <div key={one.campaignId} className={styles.saved}>
          <dt>{one.label}</dt>
          <dd>
            −<Money fen={one.discountFen} />
          </dd>
        </div>
      ))}
      <div className={styles.pay}>
        <dt>{t('till.collect')}</dt>
        <dd>
          <Money fen={of.payableFen} />
        </dd>
      </div>
    </dl>
  );
}

/** Why there is nothing: a card that is stopped is no basket without a benefit. */
function Nothing({ of: { reason, cashierMessage } }: { readonly of: QuoteAnswer }) {
  const { t } = useTranslation();
  if (reason !== 'CARD_NOT_ACTIVE') return <Notice>{t('till.none')}</Notice>;
  return <Notice tone="danger">{currentLanguage() === 'zh-CN' ? cashierMessage : errorText(reason)}</Notice>;
}

interface OfferStepProps {
  /** How the holder of a plastic card can prove to be here, where that would give more. */
  readonly prove: ReactNode;
  readonly quote: QuoteAnswer;
  readonly busy: boolean;
  readonly confirm: () => void;
  readonly change: () => void;
  readonly back: () => void;
}

/** What would happen, before anything does. */
export function OfferStep({ prove, quote, busy, confirm, change, back }: OfferStepProps) {
  const { t } = useTranslation();
  const applies = quote.outcome === 'OK';
  return (
    <Panel className={styles.form ?? ''}>
      <p className={styles.muted}>{t('till.holder', { holder: quote.holder })}</p>
      {applies ? <Sum of={quote} /> : null}
      {applies || prove ? null : <Nothing of={quote} />}
      {applies ? (
        <Button look="success" block busy={busy} onClick={confirm}>
          {t('till.confirm')} · {t('till.collect')} <Money fen={quote.payableFen} />
        </Button>
      ) : null}
      {prove}
      <LeftOut left={quote.left} />
      <Actions>
        <Button onClick={change} disabled={busy}>
          {t('till.change')}
        </Button>
        <Button onClick={back} disabled={busy}>
          {t('till.again')}
        </Button>
      </Actions>
    </Panel>
  );
}

function Mark({ yes }: { readonly yes: boolean }) {
  return (
    <svg
      width="88"
      height="88"
      viewBox="0 0 88 88"
      fill="none"
      stroke="currentColor"
      strokeWidth="6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      className={yes ? undefined : styles.refusedMark}
    >
      <circle cx="44" cy="44" r="38" />
      <path d={yes ? 'M26 45l13 13 24-27' : 'M30 30l28 28M58 30 30 58'} />
    </svg>
  );
}

function Collected({ answer }: { readonly answer: RedemptionAnswer }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('till.collect')}</p>
      <p className={styles.amount}>
        <Money fen={answer.payableFen} smallCents />
      </p>
      <p>{t('till.saved', { amount: formatFen(answer.discountFen) })}</p>
    </>
  );
}

interface DoneStepProps {
  readonly answer: RedemptionAnswer;
  readonly busy: boolean;
  readonly error: unknown;
  readonly undo: () => void;
  readonly next: () => void;
}

/** The big tick and the amount to collect. */
export function DoneStep({ answer, busy, error, undo, next }: DoneStepProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <output className={styles.done}>
        <Mark yes />
        <h2 className={styles.big}>{t('till.done')}</h2>
        {answer.amountFen > 0 ? <Collected answer={answer} /> : <p>{answer.applied.map(({ label }) => label)}</p>}
      </output>
      <Button look="primary" block onClick={next}>
        {t('till.nextCustomer')}
      </Button>
      <Button look="quiet" block onClick={() => setAsking(true)}>
        {t('till.undo')}
      </Button>
      {asking ? (
        <Dialog title={t('till.undoTitle')} close={() => setAsking(false)}>
          <p>{t('till.undoWhy')}</p>
          <ErrorNotice error={error} />
          <Actions>
            <Button onClick={() => setAsking(false)}>{t('till.keep')}</Button>
            <Button look="primary" busy={busy} onClick={undo}>
              {t('till.undo')}
            </Button>
          </Actions>
        </Dialog>
      ) : null}
    </>
  );
}

/** The sentence to read out: the platform's own in Chinese, ours in other languages. */
function refusalText(error: unknown): string {
  const spoken = error instanceof ProblemError ? error.problem.cashierMessage : undefined;
  return spoken && currentLanguage() === 'zh-CN' ? spoken : errorText(errorCode(error));
}

function leftOf(error: unknown): readonly TillLeft[] {
  const left: unknown = error instanceof ProblemError ? error.problem['left'] : undefined;
  return Array.isArray(left) ? left : [];
}

/** A clear no in one sentence, and what would work. */
export function RefusedStep({ error, next }: { readonly error: unknown; readonly next: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <section className={styles.refused} role="alert">
        <Mark yes={false} />
        <h2 className={styles.big}>{refusalText(error)}</h2>
        <LeftOut left={leftOf(error)} />
      </section>
      <Button look="primary" block onClick={next}>
        {t('till.again')}
      </Button>
    </>
  );
}

interface UnknownStepProps {
  readonly busy: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  readonly giveUp: () => void;
}

/** No answer came: the same attempt again, or taking it back for certain. */
export function UnknownStep({ busy, error, retry, giveUp }: UnknownStepProps) {
  const { t } = useTranslation();
  return (
    <Panel className={styles.form ?? ''}>
      <Notice>
        <strong>{t('till.unknown')}</strong>
        <span>{t('till.unknownHint')}</span>
      </Notice>
      <ErrorNotice error={error} />
      <Button look="primary" block busy={busy} onClick={retry}>
        {t('till.retry')}
      </Button>
      <Button block disabled={busy} onClick={giveUp}>
        {t('till.giveUp')}
      </Button>
    </Panel>
  );
}

interface UndoneStepProps {
  readonly answer: RedemptionAnswer;
  readonly reversal: ReversalAnswer;
  readonly next: () => void;
}

/** After undoing: the full price is due again, and what the holder used is theirs again. */
export function UndoneStep({ answer, reversal, next }: UndoneStepProps) {
  const { t } = useTranslation();
  return (
    <Panel className={styles.form ?? ''}>
      <h2>
        <output>{t('till.undone')}</output>
      </h2>
      {answer.amountFen > 0 ? (
        <>
          <p className={styles.amount}>
            <Money fen={answer.amountFen} smallCents />
          </p>
          <p>{t('till.undoneHint')}</p>
        </>
      ) : null}
      <Restored of={reversal} />
      <Button look="primary" block onClick={next}>
        {t('till.nextCustomer')}
      </Button>
    </Panel>
  );
}
