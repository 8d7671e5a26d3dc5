import { useQuery } from '@tanstack/react-query';
import { t } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatFen, formatTime } from '../shared/format.js';
import { useOnline, useServerNow, useSession } from '../shared/hooks.js';
import { serverNow } from '../shared/server-clock.js';
import { errorText } from '../shared/texts.js';
import { Panel } from '../shared/ui/dialog.js';
import { Link } from '../shared/router.js';
import { listVisits, type Visit } from './api/visits.js';
import styles from './app.module.css';
import { Given } from './given.js';
import { helpText } from './mine-text.js';
import { session } from './session.js';

/** While somebody stands at a till the answer must be here a moment later; a card left open all day asks seldom. */
const SOON_MS = 2_000;
const SELDOM_MS = 15_000;
const AT_TILL_MS = 180_000;
/** How long a visit is worth a place above the card; older ones are in the history. */
const SHOWN_MS = 600_000;
const JUST_NOW_MS = 60_000;

/** What happened at a till a moment ago, or null. */
function useLastVisit(): Visit | null {
  const online = useOnline();
  const { status } = useSession(session);
  const [openedMs] = useState(serverNow);
  const nowMs = useServerNow(SELDOM_MS);
  const visits = useQuery({
    queryKey: ['visits'],
    queryFn: ({ signal }) => listVisits(signal),
    enabled: online && status === 'signed-in',
    refetchInterval: ({ state }) => {
      const newestMs = Date.parse(state.data?.[0]?.at ?? '') || 0;
      return serverNow() - Math.max(openedMs, newestMs) < AT_TILL_MS ? SOON_MS : SELDOM_MS;
    },
  });
  const [newest] = visits.data ?? [];
  return newest && nowMs - Date.parse(newest.at) < SHOWN_MS ? newest : null;
}

/** States in which a discount is gone, whole or in part. */
const undone: Readonly<Record<string, string>> = {
  REVERSED: 'visit.undone',
  VOIDED: 'visit.undone',
  EXPIRED: 'visit.undone',
  PARTIALLY_REVERSED: 'visit.partly',
};

function outcomeText({ kind, state, reason, amountFen, discountFen, payableFen }: Visit): string {
  const values = { discount: formatFen(discountFen), payable: formatFen(payableFen) };
  const undoneKey = undone[state ?? ''];
  if (undoneKey) return t(undoneKey);
  if (reason === null && amountFen === 0) return t(`visit.service.${kind}`);
  if (reason === null) return t(`visit.${kind}`, values);
  return reason === 'NO_BENEFIT' ? errorText(reason) : t('visit.nothing', { why: errorText(reason) });
}

function Told({ visit }: { readonly visit: Visit }) {
  const { t: text } = useTranslation();
  const justNow = serverNow() - Date.parse(visit.at) < JUST_NOW_MS;
  const helped = visit.left.flatMap(({ campaignId, label, help }) => (help ? [{ campaignId, label, help }] : []));
  const others = visit.left.filter(({ help }) => help === null);
  return (
    <Panel className={styles.benefit ?? ''}>
      <p className={styles.muted}>
        {text('visit.at', { store: visit.storeName, time: justNow ? text('visit.now') : formatTime(visit.at) })}
      </p>
      <p className={styles.strong}>{outcomeText(visit)}</p>
      <Given given={visit.given} restored={visit.restored} />
      {helped.length > 0 ? (
        <ul className={styles.places}>
          {helped.map(({ campaignId, label, help }) => (
            <li key={campaignId}>
              {label}：{helpText(help)}
            </li>
          ))}
        </ul>
      ) : null}
      {others.length > 0 ? (
        <details>
          <summary>{text('visit.others', { count: others.length })}</summary>
          <ul className={styles.places}>
            {others.map(({ campaignId, label, reason }) => (
              <li key={campaignId}>
                {label}：{errorText(reason)}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <Link to={`/worker/here?store=${visit.storeId}`}>{text('visit.here')}</Link>
    </Panel>
  );
}

/** My card at a till a moment ago: what was given, what would have helped, and on a tap the reason of everything else. */
export function LastVisit() {
  const visit = useLastVisit();
  // Stands here before there is anything to say, so that a screen reader hears when there is.
  return (
    <div className={styles.visit} aria-live="polite">
      {visit ? <Told key={visit.id} visit={visit} /> : null}
    </div>
  );
}
