import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format.js';
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
import { StateTag } from '../state-tag.js';
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
        <Form.Item label={t('keys.reason')} htmlFor="key-reason">
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

function KeyTable({ of, revoke }: { readonly of: KeyDeskView; readonly revoke: (key: DeskKey) => void }) {
  const { t } = useTranslation();
  const may = useMay('keys.write');
  return (
    <Table<DeskKey>
      size="small"
      rowKey="kid"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...of.keys]}
      columns={[
        { title: t('keys.kid'), dataIndex: 'kid' },
        { title: t('keys.use'), render: (_, key) => t(`keys.uses.${key.use}`) },
        {
          title: t('keys.period'),
          render: (_, key) => `${formatTime(key.from)} – ${key.to === null ? t('keys.open') : formatTime(key.to)}`,
        },
        {
          title: t('keys.state'),
          render: (_, key) => (
            <Space>
              <StateTag state={key.status} />
              {key.signs ? <Tag color="green">{t('keys.signs')}</Tag> : null}
            </Space>
          ),
        },
        { title: t('keys.inList'), render: (_, key) => t(key.inSignedList ? 'keys.yes' : 'keys.no') },
        {
          title: t('keys.action'),
          render: (_, key) =>
            key.status === 'REVOKED' || !may ? null : (
              <Button size="small" danger onClick={() => revoke(key)}>
                {t('keys.revoke')}
              </Button>
            ),
        },
      ]}
    />
  );
}

function Revocation({ of }: { readonly of: KeyRevocationView }) {
  const { t } = useTranslation();
  const decided = useAction((decision: 'APPROVE' | 'REJECT') => decideRevocation(of.id, decision), {
    said: t('keys.decided'),
  });
  return (
    <li>
      <p>
        <strong>{t('keys.revokeTitle', { kid: of.kid })}</strong> <StateTag state={of.state} />
      </p>
      <p className={styles.muted}>
        {t('keys.proposedBy', { name: of.proposedByName ?? '—', time: formatTime(of.proposedAt), reason: of.reason })}
      </p>
      {of.mayDecide ? (
        <Space>
          <Button danger loading={decided.isPending} onClick={() => decided.mutate('APPROVE')}>
            {t('keys.approve')}
          </Button>
          <Button disabled={decided.isPending} onClick={() => decided.mutate('REJECT')}>
            {t('keys.reject')}
          </Button>
        </Space>
      ) : null}
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
              <KeyTable of={data} revoke={setAsked} />
            </section>
            <section className={styles.panel}>
              <h2>{t('keys.revocations')}</h2>
              {data.revocations.length === 0 ? <EmptyState title={t('keys.noRevocations')} /> : null}
              <ul>
                {data.revocations.map((each) => (
                  <Revocation key={each.id} of={each} />
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
