import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../shared/format.js';
import { Button } from '../shared/ui/controls.js';
import { Panel } from '../shared/ui/dialog.js';
import { Notice } from '../shared/ui/states.js';
import {
  activatePlastic,
  applyForCard,
  freezeCard,
  type MyCard,
  reissueCard,
  reportLoss,
  reportPlasticLost,
  unfreezeCard,
} from './api/cards.js';
import styles from './app.module.css';
import { AskDialog } from './ask-dialog.js';
import { forgetHeldCard } from './held-card.js';

type Card = NonNullable<MyCard['card']>;
type Ask = 'lost' | 'freeze' | 'unfreeze' | 'reissue' | 'plasticApply' | 'plasticActivate' | 'plasticLost';

interface Asking {
  readonly proven?: boolean;
  readonly work: (given: { readonly proof: string; readonly chosen: boolean }) => Promise<unknown>;
}

const asks: Readonly<Record<Ask, Asking>> = {
  lost: { work: () => reportLoss() },
  freeze: { work: () => freezeCard() },
  unfreeze: { proven: true, work: ({ proof }) => unfreezeCard(proof) },
  reissue: {
    proven: true,
    // The old number is worth nothing from now on, so this phone forgets it and is bound anew.
    work: async ({ proof, chosen }) => {
      await reissueCard(proof, chosen);
      await forgetHeldCard();
    },
  },
  plasticApply: { work: () => applyForCard('PLASTIC') },
  plasticActivate: { proven: true, work: ({ proof }) => activatePlastic(proof) },
  plasticLost: { work: () => reportPlasticLost() },
};

/** What may be done to a card in its state, the most likely first. */
function cardAsks({ state, stoppedByUnion, renewSoon }: Card): Ask[] {
  if (state === 'ACTIVE') return renewSoon ? ['reissue', 'freeze', 'lost'] : ['freeze', 'lost', 'reissue'];
  if (stoppedByUnion) return [];
  if (state === 'FROZEN') return ['unfreeze', 'lost', 'reissue'];
  return state === 'LOST' ? ['reissue'] : [];
}

function plasticAsks({ state, plastic }: Card): Ask[] {
  if (!plastic) return state === 'ACTIVE' || state === 'ISSUED' ? ['plasticApply'] : [];
  if (state === 'LOST') return [];
  if (plastic.state === 'HANDED_OVER') return ['plasticActivate', 'plasticLost'];
  return plastic.state === 'ACTIVE' ? ['plasticLost'] : [];
}

/** Plastic in use is stopped along with its card. */
function plasticText(t: TFunction, { state, plastic }: Card): string {
  if (!plastic) return t('care.plasticNone');
  const isStopped = plastic.state === 'ACTIVE' && (state === 'FROZEN' || state === 'LOST');
  return t(isStopped ? 'care.plasticStopped' : `care.plasticState.${plastic.state}`);
}

/** My phone, my plastic card, and the ways to stop or renew the card. */
export function CardCare({ card }: { readonly card: Card }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Ask | null>(null);
  const buttons = (list: readonly Ask[]) =>
    list.map((ask) => (
      <Button key={ask} block onClick={() => setAsked(ask)}>
        {t(`care.${ask}.open`)}
      </Button>
    ));
  return (
    <>
      {card.state === 'LOST' ? <Notice>{t(card.stoppedByUnion ? 'care.lostByUnion' : 'care.lostByMe')}</Notice> : null}
      {card.state === 'FROZEN' ? (
        <Notice>{t(card.stoppedByUnion ? 'care.frozenByUnion' : 'care.frozenByMe')}</Notice>
      ) : null}
      {card.renewSoon ? <Notice>{t('care.renewSoon', { day: card.expiresOn ?? '' })}</Notice> : null}
      <Panel className={styles.form ?? ''}>
        <h2>{t('care.phone')}</h2>
        <p>{card.device ? t('care.phoneBound', { time: formatTime(card.device.boundAt) }) : t('care.phoneNone')}</p>
        <p className={styles.muted}>{t('care.phoneHint')}</p>
      </Panel>
      <Panel className={styles.form ?? ''}>
        <h2>{t('care.plastic')}</h2>
        <p>{plasticText(t, card)}</p>
        {card.legacyNo && !card.plastic ? (
          <p className={styles.muted}>{t('care.legacy', { no: card.legacyNo.slice(-4) })}</p>
        ) : null}
        {buttons(plasticAsks(card))}
      </Panel>
      {buttons(cardAsks(card))}
      {asked ? (
        <AskDialog
          title={t(`care.${asked}.title`)}
          why={t(`care.${asked}.why`)}
          action={t(`care.${asked}.action`)}
          {...asks[asked]}
          {...(asked === 'reissue' ? { choice: t('care.reissue.plastic') } : {})}
          close={() => setAsked(null)}
        />
      ) : null}
    </>
  );
}
