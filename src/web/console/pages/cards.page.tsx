import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Drawer, Form, Input, Modal, Select, Space, Timeline } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format.js';
import { useQueryParams } from '../../shared/router.js';
import { Loaded } from '../../shared/ui/states.js';
import { changeCard, getCard, listCards, type CardAction, type CardDetail, type CardView } from '../api/cards.js';
import { CardPinBlock } from '../card-pin.js';
import styles from '../console.module.css';
import { PagedTable } from '../paged-table.js';
import { StateTag } from '../state-tag.js';
import { useAction } from '../use-action.js';

const states = ['APPLIED', 'PRODUCED', 'ISSUED', 'ACTIVE', 'FROZEN', 'LOST', 'REPLACED', 'CANCELLED', 'EXPIRED'];

/** Every change of a card has a reason somebody can read later. */
function ActionModal(props: { readonly card: CardDetail; readonly action: CardAction; readonly close: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const changed = useAction((why: string) => changeCard(props.card.id, { action: props.action, reason: why }), {
    said: t('cards.changed'),
    done: props.close,
  });
  return (
    <Modal
      open
      title={`${t(`cardAction.${props.action}`)} · ${props.card.cardNo}`}
      onCancel={props.close}
      onOk={() => changed.mutate(reason.trim())}
      okText={t(`cardAction.${props.action}`)}
      okButtonProps={{ disabled: reason.trim().length < 2 }}
      confirmLoading={changed.isPending}
    >
      <Form layout="vertical">
        <Form.Item label={t('cards.reason')} htmlFor="card-reason">
          <Input id="card-reason" value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function CardFacts({ card, ask }: { readonly card: CardDetail; readonly ask: (action: CardAction) => void }) {
  const { t } = useTranslation();
  const time = (at: string | null): string => (at ? formatTime(at) : '—');
  return (
    <div className={styles.page}>
      <Descriptions
        column={1}
        bordered
        size="small"
        items={[
          { key: 'state', label: t('cards.state'), children: <StateTag state={card.state} /> },
          { key: 'holder', label: t('cards.holder'), children: `${card.memberName} · ${card.memberNo}` },
          { key: 'org', label: t('members.org'), children: card.orgName },
          { key: 'issued', label: t('cards.issued'), children: time(card.issuedAt) },
          { key: 'activated', label: t('cards.activated'), children: time(card.activatedAt) },
          {
            key: 'device',
            label: t('cards.device'),
            children: card.device ? time(card.device.boundAt) : t('cards.noDevice'),
          },
        ]}
      />
      <Space wrap>
        {card.actions.map((action) => (
          <Button key={action} danger={action === 'CANCEL'} onClick={() => ask(action)}>
            {t(`cardAction.${action}`)}
          </Button>
        ))}
      </Space>
      <CardPinBlock cardId={card.id} mayReset={card.actions.length > 0} />
      <h2>{t('cards.history')}</h2>
      <Timeline
        items={card.history.map((event, index) => ({
          key: `${index}-${event.at}`,
          content: (
            <>
              <StateTag state={event.toState} /> {formatTime(event.at)}
              <p className={styles.muted}>{[event.actorName, event.reason].filter(Boolean).join(' · ')}</p>
            </>
          ),
        }))}
      />
    </div>
  );
}

function CardDrawer({ id, close }: { readonly id: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const card = useQuery({ queryKey: ['card', id], queryFn: ({ signal }) => getCard(id, signal) });
  const [action, setAction] = useState<CardAction | null>(null);
  return (
    <Drawer open title={card.data?.cardNo ?? t('nav.cards')} onClose={close} size="large">
      <Loaded of={card}>{(data) => <CardFacts card={data} ask={setAction} />}</Loaded>
      {card.data && action ? <ActionModal card={card.data} action={action} close={() => setAction(null)} /> : null}
    </Drawer>
  );
}

/** Cards by number or holder, with what may be done to each. */
export default function CardsPage() {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const [opened, setOpened] = useState<string | null>(null);
  const q = query.get('q') ?? '';
  const state = query.get('state') ?? '';
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.cards')}</h1>
        <div className={styles.filters}>
          <Select
            aria-label={t('cards.state')}
            value={state}
            style={{ minWidth: 120 }}
            onChange={(next) => change({ state: next })}
            options={[
              { value: '', label: t('cards.allStates') },
              ...states.map((one) => ({ value: one, label: t(`state.${one}`) })),
            ]}
          />
          <Input.Search
            allowClear
            defaultValue={q}
            aria-label={t('cards.search')}
            placeholder={t('cards.search')}
            onSearch={(text) => change({ q: text.trim() })}
          />
        </div>
      </div>
      <section className={styles.panel}>
        <PagedTable<CardView>
          queryKey={['cards', q, state]}
          load={(cursor, signal) => listCards(q, state, cursor, signal)}
          rowKey={(card) => card.id}
          empty={t('cards.empty')}
          open={(card) => setOpened(card.id)}
          columns={[
            {
              title: t('cards.no'),
              render: (_, card) => (
                <Button type="link" size="small" className={styles.number ?? ''} onClick={() => setOpened(card.id)}>
                  {card.cardNo}
                </Button>
              ),
            },
            { title: t('cards.holder'), dataIndex: 'memberName' },
            { title: t('members.org'), dataIndex: 'orgName' },
            { title: t('cards.state'), render: (_, card) => <StateTag state={card.state} /> },
            { title: t('cards.issued'), render: (_, card) => (card.issuedAt ? formatTime(card.issuedAt) : '—') },
          ]}
        />
      </section>
      {opened ? <CardDrawer id={opened} close={() => setOpened(null)} /> : null}
    </div>
  );
}
