import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format.js';
import { useQueryParams } from '../../shared/router.js';
import { listCards, type CardView } from '../api/cards.js';
import { ApplyModal } from '../cards/apply-modal.js';
import { CardDrawer } from '../cards/card-drawer.js';
import styles from '../console.module.css';
import { PagedTable } from '../paged-table.js';
import { StateTag } from '../state-tag.js';
import { useMay } from '../use-may.js';

const states = ['APPLIED', 'PRODUCED', 'ISSUED', 'ACTIVE', 'FROZEN', 'LOST', 'REPLACED', 'CANCELLED', 'EXPIRED'];

/** Cards by number or holder, with what may be done to each. */
export default function CardsPage() {
  const { t } = useTranslation();
  const may = useMay('cards.issue');
  const [query, change] = useQueryParams();
  const [opened, setOpened] = useState<string | null>(null);
  const [applying, setApplying] = useState(false);
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
          {may ? (
            <Button type="primary" onClick={() => setApplying(true)}>
              {t('cardApply.title')}
            </Button>
          ) : null}
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
            {
              title: t('cards.plastic'),
              render: (_, card) => (card.plasticState ? t(`plasticState.${card.plasticState}`) : '—'),
            },
            { title: t('cards.legacyNo'), render: (_, card) => card.legacyNo ?? '—' },
            { title: t('cards.issued'), render: (_, card) => (card.issuedAt ? formatTime(card.issuedAt) : '—') },
          ]}
        />
      </section>
      {opened ? <CardDrawer id={opened} close={() => setOpened(null)} open={setOpened} /> : null}
      {applying ? <ApplyModal close={() => setApplying(false)} done={setOpened} /> : null}
    </div>
  );
}
