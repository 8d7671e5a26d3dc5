import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../use-action.js';

interface ReasonModalProps {
  readonly title: string;
  /** What the button does, as a verb. */
  readonly action: string;
  readonly why?: string;
  readonly work: (reason: string) => Promise<unknown>;
  readonly close: () => void;
}

/** Every change of a card or a batch has a reason somebody can read later. */
export function ReasonModal({ title, action, why, work, close }: ReasonModalProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const done = useAction(work, { said: t('cards.changed'), done: close });
  return (
    <Modal
      open
      title={title}
      onCancel={close}
      onOk={() => done.mutate(reason.trim())}
      okText={action}
      okButtonProps={{ disabled: reason.trim().length < 2 }}
      confirmLoading={done.isPending}
    >
      {why ? <p>{why}</p> : null}
      <Form layout="vertical">
        <Form.Item label={t('cards.reason')} htmlFor="card-reason" extra={t('cards.reasonHint')}>
          <Input id="card-reason" value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
