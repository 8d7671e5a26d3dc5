import { Button, Form, Input, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MerchantDetail } from '../api/merchants.js';
import { addStore, makeEnrolmentCode, revokeTerminal } from '../api/merchants.js';
import { formatTime } from '../../shared/format.js';
import styles from '../console.module.css';
import { StateTag } from '../state-tag.js';
import { useAction } from '../use-action.js';
import { useMay } from '../use-may.js';

type Store = MerchantDetail['stores'][number];

interface StoreFields {
  readonly name: string;
  readonly address: string;
  readonly parkCode?: string;
  readonly openingHours?: string;
}

export function NewStoreModal({ merchantId, close }: { readonly merchantId: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<StoreFields>();
  const added = useAction((fields: StoreFields) => addStore(merchantId, fields), {
    said: t('merchants.storeAdded'),
    done: close,
  });
  const submit = ({ name, address, parkCode, openingHours }: StoreFields): void =>
    added.mutate({ name, address, ...(parkCode ? { parkCode } : {}), ...(openingHours ? { openingHours } : {}) });
  return (
    <Modal open title={t('merchants.newStore')} onCancel={close} onOk={form.submit} confirmLoading={added.isPending}>
      <Form form={form} layout="vertical" onFinish={submit}>
        <Form.Item name="name" label={t('merchants.name')} rules={[{ required: true, max: 100 }]}>
          <Input />
        </Form.Item>
        <Form.Item name="address" label={t('merchants.address')} rules={[{ required: true, max: 200 }]}>
          <Input />
        </Form.Item>
        <Form.Item name="parkCode" label={t('merchants.parkCode')}>
          <Input maxLength={8} />
        </Form.Item>
        <Form.Item
          name="openingHours"
          label={t('merchants.hours')}
          rules={[{ pattern: /^\d{2}:\d{2}-\d{2}:\d{2}$/, message: t('merchants.hoursWrong') }]}
        >
          <Input placeholder="09:00-21:00" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function EnrolModal({ store, close }: { readonly store: Store; readonly close: () => void }) {
  const { t } = useTranslation();
  const [label, setLabel] = useState('');
  const made = useAction((name: string) => makeEnrolmentCode(store.id, name));
  return (
    <Modal
      open
      title={t('merchants.enrol')}
      onCancel={close}
      okButtonProps={{ disabled: !made.data && !label.trim() }}
      confirmLoading={made.isPending}
      onOk={() => (made.data ? close() : made.mutate(label.trim()))}
    >
      {made.data ? (
        <>
          <p className={styles.code}>{made.data.code}</p>
          <p>{t('merchants.enrolUntil', { time: formatTime(made.data.expiresAt) })}</p>
        </>
      ) : (
        <Form layout="vertical">
          <Form.Item label={t('merchants.terminalLabel')} htmlFor="terminal-label">
            <Input
              id="terminal-label"
              maxLength={50}
              value={label}
              onChange={(event) => setLabel(event.target.value)}
            />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}

/** One store with its tills. */
export function StorePanel({ store }: { readonly store: Store }) {
  const { t } = useTranslation();
  const mayWrite = useMay('merchants.write');
  const [enrolling, setEnrolling] = useState(false);
  const revoked = useAction(revokeTerminal, { said: t('merchants.revoked') });
  return (
    <section className={styles.panel}>
      <div className={styles.head}>
        <h2>{store.name}</h2>
        <StateTag state={store.state} />
      </div>
      <p className={styles.muted}>{[store.address, store.openingHours].join(' · ')}</p>
      <ul className={styles.form}>
        {store.terminals.map((terminal) => (
          <li key={terminal.id} className={styles.head}>
            <span>
              {terminal.label} · {t(`terminalKind.${terminal.kind}`)}
            </span>
            {terminal.state === 'ACTIVE' && mayWrite ? (
              <Popconfirm title={t('merchants.revokeWhy')} onConfirm={() => revoked.mutate(terminal.id)}>
                <Button size="small">{t('merchants.revoke')}</Button>
              </Popconfirm>
            ) : (
              <StateTag state={terminal.state} />
            )}
          </li>
        ))}
      </ul>
      {mayWrite ? (
        <Button size="small" style={{ marginTop: 12 }} onClick={() => setEnrolling(true)}>
          {t('merchants.enrol')}
        </Button>
      ) : null}
      {enrolling ? <EnrolModal store={store} close={() => setEnrolling(false)} /> : null}
    </section>
  );
}
