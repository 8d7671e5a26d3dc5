import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Drawer, Select, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatFen, formatTime } from '../../shared/format.js';
import { useQueryParams } from '../../shared/router.js';
import { errorText } from '../../shared/texts.js';
import { Loaded } from '../../shared/ui/states.js';
import {
  getRedemption,
  listRedemptions,
  type ConsoleRedemption,
  type ConsoleRedemptionDetail,
} from '../api/redemptions.js';
import styles from '../console.module.css';
import { PagedTable } from '../paged-table.js';
import { StateTag } from '../state-tag.js';
import { Why } from './redemption-why.js';

const states = ['REDEEMED', 'PARTIALLY_REVERSED', 'REVERSED', 'SETTLED', 'DECLINED'];
const liveEveryMs = 3000;

function money(fen: number) {
  return <span className={styles.number}>{formatFen(fen)}</span>;
}

function Facts({ one }: { readonly one: ConsoleRedemptionDetail }) {
  const { t } = useTranslation();
  const items = [
    { key: 'state', label: t('redemptions.state'), children: <StateTag state={one.state} /> },
    { key: 'at', label: t('redemptions.at'), children: formatTime(one.occurredAt) },
    { key: 'store', label: t('redemptions.store'), children: `${one.merchantName} · ${one.storeName}` },
    { key: 'member', label: t('redemptions.member'), children: `${one.memberName} · ${one.orgName}` },
    { key: 'amount', label: t('redemptions.amount'), children: money(one.amountFen) },
    { key: 'discount', label: t('redemptions.discount'), children: money(one.discountFen) },
    {
      key: 'ticket',
      label: t('redemptions.ticket'),
      children: [one.ticketNo, one.cashier].filter(Boolean).join(' · '),
    },
    ...(one.reason ? [{ key: 'reason', label: t('redemptions.reason'), children: errorText(one.reason) }] : []),
  ];
  return <Descriptions column={1} bordered size="small" items={items} />;
}

/** What came after: what was taken back, and the postings. */
function Afterwards({ one }: { readonly one: ConsoleRedemptionDetail }) {
  const { t } = useTranslation();
  return (
    <>
      {one.reversals.map((reversal) => (
        <p key={reversal.id}>
          {t('redemptions.reversal', { at: formatTime(reversal.occurredAt), amount: formatFen(reversal.returnedFen) })}
        </p>
      ))}
      <h2>{t('redemptions.postings')}</h2>
      <Table
        size="small"
        rowKey={(posting) => `${posting.postedAt}${posting.debitAccount}${posting.creditAccount}${posting.reason}`}
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={one.postings}
        columns={[
          { title: t('redemptions.debit'), dataIndex: 'debitAccount' },
          { title: t('redemptions.credit'), dataIndex: 'creditAccount' },
          { title: t('redemptions.amountFen'), align: 'right', render: (_, posting) => money(posting.amountFen) },
          { title: t('redemptions.postedAt'), render: (_, posting) => formatTime(posting.postedAt) },
        ]}
      />
    </>
  );
}

function RedemptionDrawer({ id, close }: { readonly id: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const one = useQuery({ queryKey: ['redemption', id], queryFn: ({ signal }) => getRedemption(id, signal) });
  return (
    <Drawer open title={t('redemptions.one')} onClose={close} size="large">
      <Loaded of={one}>
        {(data) => (
          <div className={styles.page}>
            <Facts one={data} />
            <Why id={id} />
            <Afterwards one={data} />
            {/* Also what takes the keyboard's focus in here, so that its arrow keys can scroll the text. */}
            <Button onClick={close}>{t('common.close')}</Button>
          </div>
        )}
      </Loaded>
    </Drawer>
  );
}

/** Every redemption and every refusal in the officer's subtree, as they happen. */
export default function RedemptionsPage() {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const [opened, setOpened] = useState<string | null>(null);
  const state = query.get('state') ?? '';
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.redemptions')}</h1>
        <div className={styles.filters}>
          <span className={`${styles.muted} ${styles.live}`}>{t('redemptions.live')}</span>
          <Select
            aria-label={t('redemptions.state')}
            value={state}
            style={{ minWidth: 120 }}
            onChange={(next) => change({ state: next })}
            options={[
              { value: '', label: t('redemptions.allStates') },
              ...states.map((one) => ({ value: one, label: t(`state.${one}`) })),
            ]}
          />
        </div>
      </div>
      <section className={styles.panel}>
        <PagedTable<ConsoleRedemption>
          queryKey={['redemptions', state]}
          load={(cursor, signal) => listRedemptions(state, cursor, signal)}
          everyMs={liveEveryMs}
          rowKey={(one) => one.id}
          empty={t('redemptions.empty')}
          open={(one) => setOpened(one.id)}
          columns={[
            {
              title: t('redemptions.at'),
              render: (_, one) => (
                <Button type="link" size="small" onClick={() => setOpened(one.id)}>
                  {formatTime(one.occurredAt)}
                </Button>
              ),
            },
            { title: t('redemptions.store'), render: (_, one) => one.storeName },
            { title: t('redemptions.member'), dataIndex: 'memberName' },
            {
              title: t('redemptions.benefit'),
              render: (_, one) => one.benefits.join('、') || (one.reason ? errorText(one.reason) : ''),
            },
            { title: t('redemptions.amount'), align: 'right', render: (_, one) => money(one.amountFen) },
            { title: t('redemptions.discount'), align: 'right', render: (_, one) => money(one.discountFen) },
            { title: t('redemptions.union'), align: 'right', render: (_, one) => money(one.unionFen) },
            { title: t('redemptions.state'), render: (_, one) => <StateTag state={one.state} /> },
          ]}
        />
      </section>
      {opened ? <RedemptionDrawer id={opened} close={() => setOpened(null)} /> : null}
    </div>
  );
}
