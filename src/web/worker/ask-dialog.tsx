import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Field } from '../shared/ui/controls.js';
import { Actions, Dialog } from '../shared/ui/dialog.js';
import { ErrorNotice } from '../shared/ui/states.js';
import styles from './app.module.css';

interface AskDialogProps {
  readonly title: string;
  readonly why: string;
  /** The verb on the button. */
  readonly action: string;
  /** The last six of the ID number are asked for. */
  readonly proven?: boolean;
  /** A box to tick. */
  readonly choice?: string;
  readonly work: (given: { readonly proof: string; readonly chosen: boolean }) => Promise<unknown>;
  readonly close: () => void;
}

/** Asks once more before something is done to the card, with the second proof where it needs one. */
export function AskDialog({ title, why, action, proven = false, choice, work, close }: AskDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [proof, setProof] = useState('');
  const [chosen, setChosen] = useState(false);
  const [wrong, setWrong] = useState(false);
  const done = useMutation({
    mutationFn: () => work({ proof: proof.toUpperCase(), chosen }),
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ['card'] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const valid = !proven || /^\d{5}[\dXx]$/.test(proof);
    setWrong(!valid);
    if (valid) done.mutate();
  };
  return (
    <Dialog title={title} close={close}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <p>{why}</p>
        {choice ? (
          <label className={styles.tick}>
            <input type="checkbox" checked={chosen} onChange={(event) => setChosen(event.target.checked)} />
            {choice}
          </label>
        ) : null}
        {proven ? (
          <Field
            label={t('bind.proof')}
            autoComplete="off"
            autoCapitalize="characters"
            maxLength={6}
            value={proof}
            onChange={(event) => setProof(event.target.value.trim())}
            error={wrong ? t('bind.proofWrong') : null}
          />
        ) : null}
        <ErrorNotice error={done.error} />
        <Actions>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" busy={done.isPending}>
            {action}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}
