import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Field } from '../shared/ui/controls.js';
import { Actions, Dialog, Panel } from '../shared/ui/dialog.js';
import { ErrorNotice, Loaded } from '../shared/ui/states.js';
import { getPin, setPin, type CardPin } from './api/pins.js';
import styles from './app.module.css';

const PIN = /^\d{6}$/;
const PROOF = /^\d{5}[\dXx]$/;

type Wrong = 'pin' | 'again' | 'proof' | null;

function wrongIn({ pin, again, proof }: { pin: string; again: string; proof: string }): Wrong {
  if (!PIN.test(pin)) return 'pin';
  if (again !== pin) return 'again';
  return PROOF.test(proof) ? null : 'proof';
}

function PinDialog({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [typed, setTyped] = useState({ pin: '', again: '', proof: '' });
  const [wrong, setWrong] = useState<Wrong>(null);
  const saved = useMutation({
    mutationFn: () => setPin({ pin: typed.pin, proof: typed.proof.toUpperCase() }),
    onSuccess: async (pin) => {
      queries.setQueryData<CardPin>(['card-pin'], pin);
      close();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = wrongIn(typed);
    setWrong(found);
    if (found === null) saved.mutate();
  };
  const field = (name: keyof typeof typed) => ({
    label: t(`pin.${name}`),
    maxLength: 6,
    value: typed[name],
    error: wrong === name ? t(`pin.${name}Wrong`) : null,
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value.trim() }),
  });
  const secret = { type: 'password', inputMode: 'numeric', autoComplete: 'new-password' } as const;
  return (
    <Dialog title={t('pin.title')} close={close}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <p className={styles.muted}>{t('pin.rules')}</p>
        <Field {...field('pin')} {...secret} />
        <Field {...field('again')} {...secret} />
        <Field {...field('proof')} autoComplete="off" autoCapitalize="characters" />
        <ErrorNotice error={saved.error} />
        <Actions>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" busy={saved.isPending}>
            {t('pin.save')}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}

/** The PIN of the plastic card: whether there is one, how many tries it has left, and a new one. */
export function PinPanel() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const pin = useQuery({ queryKey: ['card-pin'], queryFn: ({ signal }) => getPin(signal) });
  return (
    <Panel className={styles.form ?? ''}>
      <h2>{t('pin.heading')}</h2>
      <Loaded of={pin} heights={[56]}>
        {({ state, triesLeft }) => (
          <>
            <p className={styles.muted}>{t(`pin.state.${state}`, { tries: triesLeft })}</p>
            {state === 'LOCKED' ? null : (
              <Button block onClick={() => setAsking(true)}>
                {t(state === 'NONE' ? 'pin.set' : 'pin.change')}
              </Button>
            )}
          </>
        )}
      </Loaded>
      {asking ? <PinDialog close={() => setAsking(false)} /> : null}
    </Panel>
  );
}
