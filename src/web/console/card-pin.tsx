import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../shared/ui/states.js';
import { getCardPin, resetCardPin } from './api/card-pins.js';
import styles from './console.module.css';
import { useAction } from './use-action.js';

const PIN = /^\d{6}$/;

function ResetModal({ cardId, close }: { readonly cardId: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const [pin, setPin] = useState('');
  const [reason, setReason] = useState('');
  const reset = useAction(() => resetCardPin(cardId, { reason: reason.trim(), ...(pin === '' ? {} : { pin }) }), {
    said: t('cardPin.done'),
    done: close,
  });
  const isWhole = reason.trim().length >= 2 && (pin === '' || PIN.test(pin));
  return (
    <Modal
      open
      title={t('cardPin.reset')}
      onCancel={close}
      onOk={() => reset.mutate(undefined)}
      okText={t('cardPin.reset')}
      okButtonProps={{ disabled: !isWhole }}
      confirmLoading={reset.isPending}
    >
      <p>{t('cardPin.why')}</p>
      <Form layout="vertical">
        <Form.Item label={t('cardPin.new')} htmlFor="card-pin-new" extra={t('cardPin.newHint')}>
          <Input.Password
            id="card-pin-new"
            value={pin}
            maxLength={6}
            inputMode="numeric"
            autoComplete="new-password"
            onChange={(event) => setPin(event.target.value.replaceAll(/\D/g, ''))}
          />
        </Form.Item>
        <Form.Item label={t('cards.reason')} htmlFor="card-pin-reason" extra={t('cards.reasonHint')}>
          <Input
            id="card-pin-reason"
            value={reason}
            maxLength={200}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** The PIN of a card's plastic at the desk: where it stands, and a new beginning for somebody who stands there. */
export function CardPinBlock({ cardId, mayReset }: { readonly cardId: string; readonly mayReset: boolean }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const pin = useQuery({ queryKey: ['card-pin', cardId], queryFn: ({ signal }) => getCardPin(cardId, signal) });
  return (
    <section className={styles.form}>
      <h2>{t('cardPin.title')}</h2>
      <Loaded of={pin} heights={[32]}>
        {({ state, triesLeft }) => <p className={styles.muted}>{t(`cardPin.state.${state}`, { tries: triesLeft })}</p>}
      </Loaded>
      {mayReset ? (
        <div>
          <Button onClick={() => setAsking(true)}>{t('cardPin.reset')}</Button>
        </div>
      ) : null}
      {asking ? <ResetModal cardId={cardId} close={() => setAsking(false)} /> : null}
    </section>
  );
}
