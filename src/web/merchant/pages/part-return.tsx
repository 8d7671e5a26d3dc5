import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatFen, parseYuan } from '../../shared/format.js';
import { randomName } from '../../shared/random.js';
import { Button, Field } from '../../shared/ui/controls.js';
import { Actions, Dialog } from '../../shared/ui/dialog.js';
import { ErrorNotice } from '../../shared/ui/states.js';
import type { ReversalAnswer } from '../api/pos.js';
import type { MerchantRedemption } from '../api/redemptions.js';
import styles from '../app.module.css';
import { takeBackPart } from '../sale.js';
import { Restored } from './restored.js';

interface PartReturnProps {
  readonly one: MerchantRedemption;
  readonly close: () => void;
}

/** A part of the goods comes back: asks what they cost, then says what the customer gets in hand. */
export function PartReturn({ one, close }: PartReturnProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  // Made once: pressed again without an answer, it is the same return.
  const [key] = useState(randomName);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const returned = useMutation({
    mutationFn: (amountFen: number) => takeBackPart(key, one.id, amountFen),
    onSuccess: () => queries.invalidateQueries(),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const fen = parseYuan(text);
    setWrong(!fen || fen > one.amountFen);
    if (fen && fen <= one.amountFen) returned.mutate(fen);
  };
  return (
    <Dialog title={t('part.title')} close={close}>
      {returned.data ? (
        <Outcome of={returned.data} close={close} />
      ) : (
        <form className={styles.form} onSubmit={submit} noValidate>
          <p className={styles.muted}>{t('part.why')}</p>
          <Field
            ref={(input) => input?.focus()}
            className={styles.amountInput}
            label={t('part.amount')}
            inputMode="decimal"
            autoComplete="off"
            maxLength={11}
            placeholder="0.00"
            value={text}
            onChange={(event) => setText(event.target.value.replaceAll('。', '.').replaceAll(/[^\d.]/g, ''))}
            error={wrong ? t('part.amountWrong', { most: formatFen(one.amountFen) }) : null}
          />
          <ErrorNotice error={returned.error} />
          <Actions>
            <Button onClick={close}>{t('part.keep')}</Button>
            <Button look="primary" type="submit" busy={returned.isPending}>
              {t('part.action')}
            </Button>
          </Actions>
        </form>
      )}
    </Dialog>
  );
}

/** Below zero the customer owes: with fewer goods the minimum was lost. */
function Outcome({ of, close }: { readonly of: ReversalAnswer; readonly close: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <output className={styles.done}>
        <p>{t(of.refundFen < 0 ? 'part.collect' : 'part.refund')}</p>
        <p className={styles.amount}>{formatFen(Math.abs(of.refundFen))}</p>
        <p className={styles.muted}>
          {t('part.outcome', { returned: formatFen(of.returnedFen), kept: formatFen(of.discountFen) })}
        </p>
        <Restored of={of} />
      </output>
      <Button look="primary" block onClick={close}>
        {t('part.done')}
      </Button>
    </>
  );
}
