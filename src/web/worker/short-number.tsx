import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../shared/ui/controls.js';
import styles from './app.module.css';
import type { HeldCard } from './held-card.js';
import { makeShortNumber } from './short-number-text.js';

/** Twenty-four digits to read out where no camera sees the code; hidden until tapped, and new with every step. */
export function ShortNumber({ held, step }: { readonly held: HeldCard; readonly step: number }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const number = useQuery({
    queryKey: ['short-number', held.slot, held.shortPrefix, step],
    queryFn: () => makeShortNumber(held, step),
    enabled: shown,
    staleTime: Infinity,
    gcTime: 0,
  });
  // A phone that was bound before there were short numbers gets its secret with the next pass.
  if (!held.shortKey) return null;
  return (
    <div className={styles.shortNumber}>
      <Button look="quiet" block aria-expanded={shown} onClick={() => setShown(!shown)}>
        {t(shown ? 'card.shortHide' : 'card.shortShow')}
      </Button>
      {shown ? (
        <>
          <output className={styles.shortDigits}>{number.data?.match(/\d{1,4}/g)?.join(' ') ?? '…'}</output>
          <p className={styles.muted}>{t('card.shortHint')}</p>
        </>
      ) : null}
    </div>
  );
}
