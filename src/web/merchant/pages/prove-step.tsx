import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useServerNow } from '../../shared/hooks.js';
import { ProblemError } from '../../shared/problem.js';
import { Button, Field } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { ErrorNotice } from '../../shared/ui/states.js';
import styles from '../app.module.css';
import { confirm, type Attempt, type Sale } from '../sale.js';

const ASK_AGAIN_MS = 2_000;
const PIN = /^\d{6}$/;

interface ProveStepProps {
  readonly busy: boolean;
  readonly error: unknown;
  readonly withPin: (pin: string) => void;
  readonly onPhone: () => void;
}

/** A plastic card alone says only that it is a card: its holder types the PIN, or agrees on the bound phone. */
export function ProveStep({ busy, error, withPin, onPhone }: ProveStepProps) {
  const { t } = useTranslation();
  const [pin, setPin] = useState('');
  const [wrong, setWrong] = useState(false);
  const triesLeft: unknown = error instanceof ProblemError ? error.problem['triesLeft'] : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setWrong(!PIN.test(pin));
    if (!PIN.test(pin)) return;
    withPin(pin);
    setPin('');
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <h3>{t('prove.title')}</h3>
      <p className={styles.muted}>{t('prove.why')}</p>
      <Field
        label={t('prove.pin')}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        maxLength={6}
        value={pin}
        error={wrong ? t('prove.pinWrong') : null}
        onChange={(event) => setPin(event.target.value.replaceAll(/\D/g, ''))}
      />
      <ErrorNotice error={error} />
      {typeof triesLeft === 'number' ? <p className={styles.muted}>{t('prove.tries', { tries: triesLeft })}</p> : null}
      <Button type="submit" block busy={busy}>
        {t('prove.withPin')}
      </Button>
      <Button block disabled={busy} onClick={onPhone}>
        {t('prove.onPhone')}
      </Button>
    </form>
  );
}

interface WaitingStepProps {
  readonly attempt: Attempt;
  readonly expiresAt: string;
  readonly busy: boolean;
  readonly settled: (sale: Sale) => void;
  readonly giveUp: () => void;
}

/** The phone was asked; the same attempt again and again until its holder has said yes or no. */
export function WaitingStep({ attempt, expiresAt, busy, settled, giveUp }: WaitingStepProps) {
  const { t } = useTranslation();
  const leftSeconds = Math.max(0, Math.ceil((Date.parse(expiresAt) - useServerNow(1000)) / 1000));
  const asked = useQuery({
    queryKey: ['waiting', attempt.key],
    queryFn: () => confirm(attempt),
    refetchInterval: ASK_AGAIN_MS,
    staleTime: 0,
    gcTime: 0,
  });
  const answer = asked.data;
  useEffect(() => {
    if (answer && answer.at !== 'waiting') settled(answer);
  }, [answer, settled]);
  return (
    <Panel className={styles.form ?? ''}>
      <h2>
        <output>{t('prove.waiting')}</output>
      </h2>
      <p className={styles.muted}>{t('prove.waitingHint', { seconds: leftSeconds })}</p>
      <Button block busy={busy} onClick={giveUp}>
        {t('prove.giveUp')}
      </Button>
    </Panel>
  );
}
