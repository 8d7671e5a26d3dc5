import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { confirmationBytes } from '../../shared/code/confirmation.js';
import { toBase64Url } from '../shared/bytes.js';
import { useOnline, useServerNow, useSession } from '../shared/hooks.js';
import { serverNow } from '../shared/server-clock.js';
import { Button } from '../shared/ui/controls.js';
import { Actions, Panel } from '../shared/ui/dialog.js';
import { Money } from '../shared/ui/money.js';
import { ErrorNotice } from '../shared/ui/states.js';
import { answerConfirmation, listConfirmations, type Confirmation } from './api/confirmations.js';
import styles from './app.module.css';
import { findCardKey } from './held-card.js';
import { session } from './session.js';

/** A cashier waits: somebody who opened the card lately stands at a till, and even later it takes only seconds. */
const SOON_MS = 2_000;
const LATER_MS = 6_000;
const AT_TILL_MS = 180_000;

async function say(confirmation: Confirmation, yes: boolean): Promise<void> {
  if (!yes) return answerConfirmation(confirmation.id, { answer: 'DENY' });
  const key = await findCardKey();
  if (!key) throw new Error('this phone has lost its key');
  const signature = toBase64Url(await key.sign(confirmationBytes(confirmation)));
  return answerConfirmation(confirmation.id, { answer: 'CONFIRM', signature });
}

function Asked({ confirmation }: { readonly confirmation: Confirmation }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const leftSeconds = Math.max(0, Math.ceil((Date.parse(confirmation.expiresAt) - useServerNow(1000)) / 1000));
  const said = useMutation({
    mutationFn: (yes: boolean) => say(confirmation, yes),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['confirmations'] }),
  });
  if (leftSeconds === 0) return null;
  return (
    <Panel className={styles.confirm ?? ''}>
      <h2>{t('confirm.title', { store: confirmation.storeName })}</h2>
      <p className={styles.confirmAmount}>
        <Money fen={confirmation.amountFen} />
      </p>
      <p className={styles.muted}>{t('confirm.why', { seconds: leftSeconds })}</p>
      <ErrorNotice error={said.error} />
      <Actions>
        <Button disabled={said.isPending} onClick={() => said.mutate(false)}>
          {t('confirm.no')}
        </Button>
        <Button look="primary" busy={said.isPending} onClick={() => said.mutate(true)}>
          {t('confirm.yes')}
        </Button>
      </Actions>
    </Panel>
  );
}

/** A till that scanned the plastic card asks whether its holder is there. */
export function ConfirmCard() {
  const online = useOnline();
  const { status } = useSession(session);
  const [openedMs] = useState(serverNow);
  const waiting = useQuery({
    queryKey: ['confirmations'],
    queryFn: ({ signal }) => listConfirmations(signal),
    enabled: online && status === 'signed-in',
    refetchInterval: () => (serverNow() - openedMs < AT_TILL_MS ? SOON_MS : LATER_MS),
  });
  // Stands here before anybody asks, so that a screen reader hears when somebody does.
  return (
    <div className={styles.visit} aria-live="assertive">
      {(waiting.data ?? []).map((confirmation) => (
        <Asked key={confirmation.id} confirmation={confirmation} />
      ))}
    </div>
  );
}
