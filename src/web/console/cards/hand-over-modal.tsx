import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { handOver, type ProductionView } from '../api/card-production.js';
import { useAction } from '../use-action.js';
import { readPlaces } from './places.js';

/** Hands over by the signed list: everybody but those who were not there. */
export function HandOverModal({ batch, close }: { readonly batch: ProductionView; readonly close: () => void }) {
  const { t } = useTranslation();
  const [absent, setAbsent] = useState('');
  const [reason, setReason] = useState('');
  const exceptPlaces = readPlaces(absent);
  const wrong = exceptPlaces === null || exceptPlaces.some((place) => place > batch.total);
  const done = useAction((places: number[]) => handOver(batch.id, { exceptPlaces: places, reason: reason.trim() }), {
    said: t('production.handedOver'),
    done: close,
  });
  return (
    <Modal
      open
      title={t('production.handOver')}
      onCancel={close}
      okText={t('production.handOverAction')}
      okButtonProps={{ disabled: wrong || reason.trim().length < 2 }}
      confirmLoading={done.isPending}
      onOk={() => (exceptPlaces ? done.mutate(exceptPlaces) : undefined)}
    >
      <p>{t('production.handOverWhy', { count: batch.counts.produced })}</p>
      <Form layout="vertical">
        <Form.Item
          label={t('production.absent')}
          htmlFor="hand-over-absent"
          extra={t('production.absentHint')}
          {...(wrong
            ? { validateStatus: 'error' as const, help: t('production.absentWrong', { total: batch.total }) }
            : {})}
        >
          <Input id="hand-over-absent" value={absent} onChange={(event) => setAbsent(event.target.value)} />
        </Form.Item>
        <Form.Item label={t('cards.reason')} htmlFor="hand-over-reason" extra={t('production.reasonHint')}>
          <Input
            id="hand-over-reason"
            value={reason}
            maxLength={200}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
