import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Popconfirm, Space, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, formatTime } from '../../shared/format.js';
import { serverNow } from '../../shared/server-clock.js';
import { EmptyState, Loaded } from '../../shared/ui/states.js';
import {
  decideRevocation,
  getKeys,
  proposeRevocation,
  type DeskKey,
  type KeyDeskView,
  type KeyRevocationView,
} from '../api/card-keys.js';
import styles from '../console.module.css';
import { FoldingTable } from '../folding-table.js';
import { useAction } from '../use-action.js';
import { useMay } from '../use-may.js';

const REASON_MIN = 5;

function ProposeModal({ of, close }: { readonly of: DeskKey; readonly close: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const proposed = useAction(() => proposeRevocation(of.kid, reason.trim()), {
    said: t('keys.proposed'),
    done: close,
  });
  return (
    <Modal
      open
      title={t('keys.revokeTitle', { kid: of.kid })}
      onCancel={close}
      onOk={() => proposed.mutate(undefined)}
      okText={t('keys.propose')}
      okButtonProps={{ danger: true, disabled: reason.trim().length < REASON_MIN }}
      confirmLoading={proposed.isPending}
    >
      <p>{t(`keys.revokeWhy.${of.use}`)}</p>
      <Form layout="vertical">
        <Form.Item label={t('keys.reason')} htmlFor="key-reason" extra={t('keys.reasonHint')}>
          <Input.TextArea
            id="key-reason"
            value={reason}
            maxLength={300}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

const colours: Readonly<Record<string, string>> = { SIGNS: 'success', REVOKED: 'error' };

/** What a key does at this moment: one that is neither signing nor past or to come is the last one, for a day. */
function statusOf({ status, signs, from }: DeskKey): string {
  if (status !== 'ACTIVE') return status;
  if (signs) return 'SIGNS';
  return Date.parse(from) > serverNow() ? 'READY' : 'ACTIVE';
}

function KeyTable({ of, revoke }: { readonly of: KeyDeskView; readonly revoke: (key: DeskKey) => void }) {
  const { t } = useTranslation();
  const mayWrite = useMay('keys.write');
  return (
    <FoldingTable<DeskKey>
      rows={of.keys}
      rowKey={(key) => String(key.kid)}
      columns={[
        { title: t('keys.kid'), render: (_, key) => t('keys.number', { kid: key.kid }) },
        { title: t('keys.use'), render: (_, key) => t(`keys.uses.${key.use}`) },
        {
          title: t('keys.period'),
          render: (_, key) =>
            t('keys.until', {
              from: formatDay(key.from),
              to: key.to === null ? t('keys.open') : formatDay(key.to),
            }),
        },
        {
          title: t('keys.state'),
          render: (_, key) => (
            <Tag color={colours[statusOf(key)] ?? 'default'}>{t(`keys.status.${statusOf(key)}`)}</Tag>
          ),
        },
        { title: t('keys.inList'), render: (_, key) => t(key.inSignedList ? 'keys.yes' : 'keys.no') },
        {
          title: t('keys.action'),
          render: (_, key) =>
            key.status === 'REVOKED' || !mayWrite ? null : (
              <Button size="small" danger onClick={() => revoke(key)}>
                {t('keys.revoke')}
              </Button>
            ),
        },
      ]}
    />
  );
}

function Revocation({ of, use }: { readonly of: KeyRevocationView; readonly use: DeskKey['use'] | undefined }) {
  const { t } = useTranslation();
  const decided = useAction((decision: 'APPROVE' | 'REJECT') => decideRevocation(of.id, decision), {
    said: t('keys.decided'),
  });
  return (
    <li className={styles.form}>
      <p>
        <strong>{t('keys.revokeTitle', { kid: of.kid })}</strong>{' '}
        <Tag color={of.state === 'PROPOSED' ? 'warning' : (colours[of.state] ?? 'default')}>
          {t(`keys.decision.${of.state}`)}
        </Tag>
      </p>
      <p className={styles.muted}>
        {t('keys.proposedBy', { name: of.proposedByName ?? '—', time: formatTime(of.proposedAt), reason: of.reason })}
        {of.decidedAt ? ' · ' : ''}
        {of.decidedAt ? t('keys.decidedBy', { name: of.decidedByName ?? '—', time: formatTime(of.decidedAt) }) : ''}
      </p>
      {of.mayDecide ? (
        <Space>
          <Popconfirm
            title={use ? t(`keys.revokeWhy.${use}`) : t('keys.revokeTitle', { kid: of.kid })}
            okText={t('keys.approve')}
            onConfirm={() => decided.mutate('APPROVE')}
          >
            <Button danger loading={decided.isPending}>
              {t('keys.approve')}
            </Button>
          </Popconfirm>
          <Button disabled={decided.isPending} onClick={() => decided.mutate('REJECT')}>
            {t('keys.reject')}
          </Button>
        </Space>
      ) : null}
      {of.state === 'PROPOSED' && !of.mayDecide ? <p>{t('keys.waitsForOther')}</p> : null}
    </li>
  );
}

/** Keys of codes: which signs now, which are ready, what the root has signed; withdrawing one takes two people. */
export default function KeysPage() {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<DeskKey | null>(null);
  const keys = useQuery({ queryKey: ['card-keys'], queryFn: ({ signal }) => getKeys(signal) });
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.keys')}</h1>
      </div>
      <Loaded of={keys} heights={[48, 280, 120]}>
        {(data) => (
          <>
            <Alert
              showIcon
              type={data.signedList ? 'info' : 'warning'}
              title={
                data.signedList
                  ? t('keys.signedList', { serial: data.signedList.serial, time: formatTime(data.signedList.signedAt) })
                  : t('keys.noSignedList')
              }
            />
            <section className={styles.panel}>
              <p className={styles.muted}>{t('keys.about')}</p>
              <KeyTable of={data} revoke={setAsked} />
            </section>
            <section className={styles.panel}>
              <h2>{t('keys.revocations')}</h2>
              {data.revocations.length === 0 ? <EmptyState title={t('keys.noRevocations')} /> : null}
              <ul className={styles.page}>
                {data.revocations.map((each) => (
                  <Revocation key={each.id} of={each} use={data.keys.find(({ kid }) => kid === each.kid)?.use} />
                ))}
              </ul>
            </section>
          </>
        )}
      </Loaded>
      {asked ? <ProposeModal of={asked} close={() => setAsked(null)} /> : null}
    </div>
  );
}
