import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { canKeepKeys } from '../../shared/device-key.js';
import { Button, Field } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { ErrorNotice, Notice, SecureNotice } from '../../shared/ui/states.js';
import type { MyCard } from '../api/cards.js';
import styles from '../app.module.css';
import { CardFace } from '../card-face.js';
import { bindThisPhone } from '../held-card.js';

/** The one step that makes this phone the card's phone. */
export default function BindPanel({ mine, replaced }: { readonly mine: MyCard; readonly replaced: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [proof, setProof] = useState('');
  const [wrong, setWrong] = useState(false);
  const bound = useMutation({
    mutationFn: () => bindThisPhone(mine, proof.toUpperCase()),
    onSuccess: () => queries.invalidateQueries(),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const valid = /^\d{5}[\dXx]$/.test(proof);
    setWrong(!valid);
    if (valid) bound.mutate();
  };
  return (
    <>
      <CardFace
        alone
        holder={mine.member.name}
        cardNo={mine.card?.cardNoGrouped ?? ''}
        unionName={mine.member.orgName}
      />
      <Panel className={styles.form ?? ''}>
        <h2>{t('bind.title')}</h2>
        {replaced ? <Notice>{t('bind.replaced')}</Notice> : <p className={styles.muted}>{t('bind.why')}</p>}
        {canKeepKeys() ? (
          <form className={styles.form} onSubmit={submit} noValidate>
            <Field
              label={t('bind.proof')}
              autoComplete="off"
              autoCapitalize="characters"
              maxLength={6}
              value={proof}
              onChange={(event) => setProof(event.target.value.trim())}
              error={wrong ? t('bind.proofWrong') : null}
            />
            <ErrorNotice error={bound.error} />
            <Button look="primary" type="submit" block busy={bound.isPending}>
              {t('bind.action')}
            </Button>
          </form>
        ) : (
          <SecureNotice what="bind" />
        )}
      </Panel>
    </>
  );
}
