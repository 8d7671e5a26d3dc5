import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettled } from '../shared/hooks.js';
import { Button, Field } from '../shared/ui/controls.js';
import { ErrorNotice } from '../shared/ui/states.js';
import { searchUnions, type UnionName } from './api/membership.js';
import styles from './app.module.css';

const letters = 2;

/** Finds a union by a part of its or the employer's name. */
export function UnionPicker(props: {
  readonly chosen: UnionName | null;
  readonly choose: (union: UnionName | null) => void;
  readonly error?: string | null;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim(), 350);
  const found = useQuery({
    queryKey: ['unions', q],
    queryFn: ({ signal }) => searchUnions(q, signal),
    enabled: q.length >= letters,
  });
  if (props.chosen) {
    return (
      <div className={styles.form}>
        <p>
          {t('join.union')}：<strong>{props.chosen.name}</strong>
        </p>
        <Button onClick={() => props.choose(null)}>{t('join.unionOther')}</Button>
      </div>
    );
  }
  return (
    <div className={styles.form}>
      <Field
        label={t('join.union')}
        value={typed}
        maxLength={50}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        hint={<p className={styles.muted}>{t('join.unionHint')}</p>}
        error={props.error ?? null}
      />
      <ErrorNotice error={found.error} />
      {found.data?.length === 0 ? <output>{t('join.unionNone')}</output> : null}
      {(found.data ?? []).map((union) => (
        <Button key={union.id} block onClick={() => props.choose(union)}>
          {union.name}
        </Button>
      ))}
    </div>
  );
}
