import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useOnline, useServerNow } from '../../shared/hooks.js';
import { OfflineError, ProblemError } from '../../shared/problem.js';
import { ErrorState, Notice, OfflineBadge, Skeleton } from '../../shared/ui/states.js';
import { getMyCard, type MyCard } from '../api/cards.js';
import { CardFace } from '../card-face.js';
import { ConfirmCard } from '../confirm-card.js';
import { findHeldCard, forgetHeldCard, renewIfNeeded, type CodeTerms, type HeldCard } from '../held-card.js';
import { LastVisit } from '../last-visit.js';
import { LiveCode } from '../live-code.js';

const ApplyPanel = lazy(() => import('../apply-panel.js'));
const BindPanel = lazy(() => import('./bind-panel.js'));

/** States of a card whose plastic is still being made. */
const waits = new Set(['APPLIED', 'PRODUCED']);

/** This phone is no longer the card's phone. */
const unbound = new Set(['DEVICE_REPLACED', 'DEVICE_NOT_BOUND']);

/** Renews the pass in the background whenever there is a network; forgets it when another phone took over. */
function useRenewal(held: HeldCard | null | undefined, terms: CodeTerms | null): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!held) return undefined;
    const renew = async (): Promise<void> => {
      try {
        if (await renewIfNeeded(held, terms)) await queries.invalidateQueries({ queryKey: ['held-card'] });
      } catch (error) {
        if (!(error instanceof ProblemError) || !unbound.has(error.code)) return;
        await forgetHeldCard();
        await queries.invalidateQueries();
      }
    };
    const start = (): void => void renew();
    start();
    globalThis.addEventListener('online', start);
    return () => globalThis.removeEventListener('online', start);
  }, [held, terms, queries]);
}

function HeldCardView({ held, offline }: { readonly held: HeldCard; readonly offline: boolean }) {
  const { t } = useTranslation();
  const over = Date.parse(held.passExpiresAt) <= useServerNow(30_000);
  return (
    <>
      {offline ? (
        <div>
          <OfflineBadge label={t('card.offline')} />
        </div>
      ) : null}
      <ConfirmCard />
      <LastVisit />
      <CardFace holder={held.memberName} cardNo={held.cardNoGrouped} unionName={held.orgName} alone={over}>
        {over ? null : <LiveCode held={held} />}
      </CardFace>
      {over ? <Notice>{t('card.passOver')}</Notice> : null}
    </>
  );
}

function StoppedCard({ mine, state }: { readonly mine: MyCard; readonly state: string }) {
  const { t } = useTranslation();
  return (
    <>
      <CardFace
        alone
        holder={mine.member.name}
        cardNo={mine.card?.cardNoGrouped ?? ''}
        unionName={mine.member.orgName}
        badge={t(`card.state.${state}`)}
      />
      <Notice>{t('card.stoppedHint')}</Notice>
    </>
  );
}

/** My card: what this phone holds is shown at once, what the server knows corrects it. */
export function CardPage() {
  const online = useOnline();
  const held = useQuery({ queryKey: ['held-card'], queryFn: findHeldCard, staleTime: Infinity });
  const mine = useQuery({ queryKey: ['card'], queryFn: ({ signal }) => getMyCard(signal), refetchInterval: 60_000 });
  useRenewal(held.data, mine.data?.card ?? null);

  const card = mine.data?.card;
  const offline = !online || mine.error instanceof OfflineError;
  if (mine.data && (!card || waits.has(card.state))) {
    return (
      <Suspense fallback={<Skeleton heights={[260]} />}>
        <ApplyPanel mine={mine.data} />
      </Suspense>
    );
  }
  if (mine.data && card && card.state !== 'ACTIVE' && card.state !== 'ISSUED') {
    return <StoppedCard mine={mine.data} state={card.state} />;
  }
  const replaced = Boolean(held.data && card && card.device?.slot !== held.data.slot);
  if (held.data && !replaced && card !== null) return <HeldCardView held={held.data} offline={offline} />;
  if (mine.data && !held.isPending) {
    return (
      <Suspense fallback={<Skeleton heights={[180, 260]} />}>
        <BindPanel mine={mine.data} replaced={replaced} />
      </Suspense>
    );
  }
  if (mine.error) return <ErrorState error={mine.error} retry={() => void mine.refetch()} />;
  return <Skeleton heights={[180, 340]} />;
}
