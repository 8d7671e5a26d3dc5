import { t } from 'i18next';
import { useTranslation } from 'react-i18next';
import { DAY_MS } from '../../shared/time.js';
import { formatDay, formatTime } from '../shared/format.js';
import { useServerNow } from '../shared/hooks.js';
import { offerText } from '../shared/offer.js';
import { Link } from '../shared/router.js';
import { Button } from '../shared/ui/controls.js';
import { Panel } from '../shared/ui/dialog.js';
import type { Benefit } from './api/benefits.js';
import styles from './app.module.css';
import { type Claiming, useClaiming } from './claiming.js';
import { lastDay } from './mine-text.js';

const SECOND_MS = 1_000;
/** A second's digits must not be skipped by a timer that comes late. */
const TICK_MS = 250;
/** Refusals after which asking again may help. */
const worthAnotherTap = new Set(['UNAVAILABLE', 'OFFLINE', 'CAMPAIGN_NOT_RUNNING']);

export type Claimable = Benefit & { readonly claim: NonNullable<Benefit['claim']> };

const two = (value: number): string => String(value).padStart(2, '0');

/** `2:05:09` on the last day, before that the instant itself. */
function opensText(opensMs: number, nowMs: number): string {
  const seconds = Math.ceil((opensMs - nowMs) / SECOND_MS);
  if (opensMs - nowMs > DAY_MS) return t('claim.at', { time: formatTime(opensMs) });
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return t('claim.in', { left: `${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(seconds % 60)}` });
}

function Mark({ yes }: { readonly yes: boolean }) {
  return (
    <svg className={styles.mark} viewBox="0 0 56 56" fill="none" stroke="currentColor" strokeWidth="5" aria-hidden>
      <circle cx="28" cy="28" r="24" strokeWidth="3" />
      <path d={yes ? 'M17 29l8 8 15-17' : 'M18 28h20'} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

function Refused({ code }: { readonly code: string }) {
  const { t: text } = useTranslation();
  // A reason without words of its own here is said as anywhere else.
  const why = text([`claim.no.${code}`, `errors.${code}`, 'errors.UNEXPECTED']);
  const hint = text([`claim.noHint.${code}`, '']);
  return (
    <div className={styles.claimNo}>
      <Mark yes={false} />
      <p className={styles.strong}>{why}</p>
      {hint ? <p className={styles.muted}>{hint}</p> : null}
      {code === 'CARD_NOT_ACTIVE' ? <Link to="/worker">{text('wallet.showCard')}</Link> : null}
    </div>
  );
}

function Answered({ benefit, claiming }: { readonly benefit: Claimable; readonly claiming: Claiming }) {
  const { t: text } = useTranslation();
  if (claiming.answer)
    return (
      <div className={styles.claimYes}>
        <Mark yes />
        <p className={styles.claimBig}>{text('claim.yes', { count: claiming.answer.units })}</p>
        <p>{text('claim.yesHint', { to: lastDay(benefit.when.to) })}</p>
        <Link to={`/worker/wallet/${benefit.campaignId}`}>{text('claim.see')}</Link>
      </div>
    );
  return claiming.refusal === null || claiming.isPending ? null : <Refused code={claiming.refusal} />;
}

function ClaimButton({ benefit, claiming }: { readonly benefit: Claimable; readonly claiming: Claiming }) {
  const { t: text } = useTranslation();
  const nowMs = useServerNow(TICK_MS);
  const { claim } = benefit;
  const opensMs = Date.parse(claim.from);
  if (claiming.answer) return null;
  if (claiming.refusal !== null && !claiming.isPending && !worthAnotherTap.has(claiming.refusal)) return null;
  if (claim.state === 'SOLD_OUT' && claiming.refusal === null)
    return (
      <Button block disabled>
        {text('claim.soldOut')}
      </Button>
    );
  if (nowMs < opensMs)
    return (
      <Button block disabled className={styles.countdown}>
        {opensText(opensMs, nowMs)}
      </Button>
    );
  const { waitsUntilMs, isPending } = claiming;
  const waits = waitsUntilMs === null ? 0 : Math.max(1, Math.ceil((waitsUntilMs - nowMs) / SECOND_MS));
  const label = (): string => {
    if (waits > 0) return text('claim.busy', { seconds: waits });
    if (isPending) return text('claim.asking');
    return text(claiming.refusal === null ? 'claim.now' : 'claim.tryAgain');
  };
  return (
    <Button look="primary" block busy={isPending} onClick={claiming.claim}>
      {label()}
    </Button>
  );
}

/** A pack to claim: the time until it opens by the server's clock, one tap, and a clear yes or no in its place. */
export function ClaimCard({ benefit, touched }: { readonly benefit: Claimable; readonly touched: () => void }) {
  const { t: text } = useTranslation();
  const claiming = useClaiming(benefit.campaignId, Date.parse(benefit.claim.from));
  const { offer, when, claim } = benefit;
  const tap: Claiming = {
    ...claiming,
    claim: () => {
      touched();
      claiming.claim();
    },
  };
  return (
    <li>
      <Panel className={styles.benefit ?? ''}>
        <p className={styles.offer}>{text('mine.pack', { offer: offerText(offer), count: offer.count ?? 1 })}</p>
        <h3 className={styles.strong}>{benefit.label}</h3>
        <p className={styles.muted}>{text('claim.use', { from: formatDay(when.from), to: lastDay(when.to) })}</p>
        {claiming.answer ? null : <p className={styles.muted}>{text('claim.until', { time: formatTime(claim.to) })}</p>}
        <output>
          <Answered benefit={benefit} claiming={tap} />
        </output>
        <ClaimButton benefit={benefit} claiming={tap} />
      </Panel>
    </li>
  );
}
