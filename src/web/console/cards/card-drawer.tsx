import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Drawer, Space, Timeline, type DescriptionsProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, formatTime } from '../../shared/format.js';
import { Loaded } from '../../shared/ui/states.js';
import {
  changeCard,
  changePlastic,
  getCard,
  type CardAction,
  type CardDetail,
  type PlasticAction,
} from '../api/cards.js';
import { CardPinBlock } from '../card-pin.js';
import styles from '../console.module.css';
import { StateTag } from '../state-tag.js';
import { ReasonModal } from './reason-modal.js';

/** Cards a PIN is of use for: the others are taken nowhere. */
const pinned = new Set(['ISSUED', 'ACTIVE']);

type Asked = { readonly card: CardAction } | { readonly plastic: PlasticAction };

function useFacts(card: CardDetail, open: (id: string) => void): DescriptionsProps['items'] {
  const { t } = useTranslation();
  const time = (at: string | null): string => (at ? formatTime(at) : '—');
  const other = (one: NonNullable<CardDetail['next']>) => (
    <Button type="link" size="small" className={`${styles.number} ${styles.cellLink}`} onClick={() => open(one.id)}>
      {t('cards.withState', { cardNo: one.cardNo, state: t(`state.${one.state}`) })}
    </Button>
  );
  const { plastic } = card;
  const phones = card.pastDevices.length;
  return [
    { key: 'state', label: t('cards.state'), children: <StateTag state={card.state} /> },
    { key: 'holder', label: t('cards.holder'), children: `${card.memberName} · ${card.memberNo}` },
    { key: 'org', label: t('members.org'), children: card.orgName },
    { key: 'issued', label: t('cards.issued'), children: time(card.issuedAt) },
    { key: 'activated', label: t('cards.activated'), children: time(card.activatedAt) },
    { key: 'expires', label: t('cards.expires'), children: card.expiresOn ? formatDay(card.expiresOn) : '—' },
    {
      key: 'plastic',
      label: t('cards.plastic'),
      children: plastic ? (
        <>
          {t(`plasticState.${plastic.state}`)}
          {plastic.place ? ` · ${t('cards.place', { place: plastic.place })}` : ''}
          {plastic.expiresOn ? ` · ${t('cards.until', { day: formatDay(plastic.expiresOn) })}` : ''}
        </>
      ) : (
        t('cards.noPlastic')
      ),
    },
    {
      key: 'device',
      label: t('cards.device'),
      children: (
        <>
          {card.device ? time(card.device.boundAt) : t('cards.noDevice')}
          {phones > 0 ? ` · ${t('cards.pastDevices', { count: phones })}` : ''}
        </>
      ),
    },
    ...(card.legacyNo ? [{ key: 'legacy', label: t('cards.legacyNo'), children: card.legacyNo }] : []),
    ...(card.previous ? [{ key: 'previous', label: t('cards.previous'), children: other(card.previous) }] : []),
    ...(card.next ? [{ key: 'next', label: t('cards.next'), children: other(card.next) }] : []),
  ];
}

/** Card and plastic in one line of time, the last step first. */
function History({ card }: { readonly card: CardDetail }) {
  const { t } = useTranslation();
  const steps = [
    ...card.history.map((event) => ({ ...event, label: t(`state.${event.toState}`), plastic: false })),
    ...card.plasticHistory.map((event) => ({ ...event, label: t(`plasticState.${event.toState}`), plastic: true })),
  ].toSorted((one, other) => other.at.localeCompare(one.at));
  const who = (kind: string, name: string | null): string => name ?? t(`cards.actor.${kind}`, { defaultValue: kind });
  return (
    <Timeline
      items={steps.map((step, index) => ({
        key: `${index}-${step.at}`,
        content: (
          <>
            {step.plastic ? `${t('cards.plastic')} · ` : ''}
            {step.label} {formatTime(step.at)}
            <p className={styles.muted}>
              {[
                who(step.actorKind, step.actorName),
                t(`cardReason.${step.reason}`, { defaultValue: step.reason }),
              ].join(' · ')}
            </p>
          </>
        ),
      }))}
    />
  );
}

function CardFacts(props: {
  readonly card: CardDetail;
  readonly ask: (asked: Asked) => void;
  readonly open: (id: string) => void;
}) {
  const { t } = useTranslation();
  const { card, ask } = props;
  const facts = useFacts(card, props.open);
  return (
    <div className={styles.page}>
      <Descriptions
        column={1}
        bordered
        size="small"
        styles={{ label: { whiteSpace: 'nowrap' } }}
        {...(facts ? { items: facts } : {})}
      />
      <Space wrap>
        {card.actions.map((action) => (
          <Button key={action} danger={action === 'CANCEL'} onClick={() => ask({ card: action })}>
            {t(`cardAction.${action}`)}
          </Button>
        ))}
        {card.plastic?.actions.map((action) => (
          <Button key={action} danger={action === 'VOID'} onClick={() => ask({ plastic: action })}>
            {t(`plasticAction.${action}`)}
          </Button>
        ))}
      </Space>
      {pinned.has(card.state) ? <CardPinBlock cardId={card.id} mayReset={card.actions.length > 0} /> : null}
      <h2>{t('cards.history')}</h2>
      <History card={card} />
    </div>
  );
}

/** One card: what it is, what may be done to it, and all that happened to it and its plastic. */
export function CardDrawer(props: {
  readonly id: string;
  readonly close: () => void;
  readonly open: (id: string) => void;
}) {
  const { t } = useTranslation();
  const { id } = props;
  const card = useQuery({ queryKey: ['card', id], queryFn: ({ signal }) => getCard(id, signal) });
  const [asked, setAsked] = useState<Asked | null>(null);
  const { cardNo } = card.data ?? {};
  const said = (kind: 'Action' | 'ActionWhy'): string => {
    if (asked === null) return '';
    return 'card' in asked ? t(`card${kind}.${asked.card}`) : t(`plastic${kind}.${asked.plastic}`);
  };
  const work = (reason: string): Promise<unknown> => {
    if (asked === null) throw new Error('nothing was asked');
    return 'card' in asked
      ? changeCard(id, { action: asked.card, reason })
      : changePlastic(id, { action: asked.plastic, reason });
  };
  return (
    <Drawer
      open
      title={cardNo ? t('cards.drawerTitle', { cardNo }) : t('nav.cards')}
      onClose={props.close}
      size="large"
    >
      <Loaded of={card}>{(data) => <CardFacts card={data} ask={setAsked} open={props.open} />}</Loaded>
      {asked ? (
        <ReasonModal
          title={`${said('Action')} · ${cardNo}`}
          action={said('Action')}
          why={said('ActionWhy')}
          work={work}
          close={() => setAsked(null)}
        />
      ) : null}
    </Drawer>
  );
}
