import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { Button } from '../../shared/ui/controls.js';
import { Actions, Dialog, Panel } from '../../shared/ui/dialog.js';
import { LanguageSwitch } from '../../shared/ui/language-switch.js';
import { EmptyState, ErrorNotice, Loaded } from '../../shared/ui/states.js';
import { getMe, listTerminals, revokeTerminal, type MerchantMe, type TerminalView } from '../api/merchants.js';
import styles from '../app.module.css';
import { session } from '../session.js';
import { findTill, forgetTill } from '../till.js';

function RevokeDialog({ terminal, close }: { readonly terminal: TerminalView; readonly close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const revoked = useMutation({
    mutationFn: async () => {
      await revokeTerminal(terminal.id);
      if ((await findTill())?.terminalId === terminal.id) await forgetTill();
    },
    onSuccess: async () => {
      await queries.invalidateQueries();
      close();
    },
  });
  return (
    <Dialog title={t('store.revokeTitle', { label: terminal.label })} close={close}>
      <p>{t('store.revokeWhy')}</p>
      <ErrorNotice error={revoked.error} />
      <Actions>
        <Button onClick={close}>{t('common.cancel')}</Button>
        <Button look="primary" busy={revoked.isPending} onClick={() => revoked.mutate()}>
          {t('store.revoke')}
        </Button>
      </Actions>
    </Dialog>
  );
}

function Terminals({ me, terminals }: { readonly me: MerchantMe; readonly terminals: readonly TerminalView[] }) {
  const { t } = useTranslation();
  const [revoking, setRevoking] = useState<TerminalView | null>(null);
  const till = useQuery({ queryKey: ['till'], queryFn: findTill, staleTime: Infinity });
  const storeName = (id: string): string => me.stores.find((store) => store.id === id)?.name ?? me.store?.name ?? '';
  if (terminals.length === 0) return <EmptyState title={t('store.none')} />;
  return (
    <ul className={styles.list}>
      {terminals.map((terminal) => (
        <li key={terminal.id}>
          <Panel className={styles.item ?? ''}>
            <div className={styles.row}>
              <h3>{terminal.label}</h3>
              {till.data?.terminalId === terminal.id ? (
                <span className={styles.saved}>{t('store.thisOne')}</span>
              ) : null}
            </div>
            <p className={styles.muted}>
              {storeName(terminal.storeId)} · {formatDay(terminal.createdAt)}
            </p>
            {terminal.state === 'REVOKED' ? <p>{t('store.revoked')}</p> : null}
            {terminal.state === 'ACTIVE' && me.role === 'OWNER' ? (
              <Button onClick={() => setRevoking(terminal)}>{t('store.revoke')}</Button>
            ) : null}
          </Panel>
        </li>
      ))}
      {revoking ? <RevokeDialog terminal={revoking} close={() => setRevoking(null)} /> : null}
    </ul>
  );
}

/** Who is signed in, where, and which devices may redeem here. */
export default function StorePage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const me = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => getMe(signal) });
  const terminals = useQuery({ queryKey: ['terminals'], queryFn: ({ signal }) => listTerminals(signal) });
  const signOut = async (): Promise<void> => {
    queries.clear();
    await session.end();
  };
  return (
    <>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('store.title')}</h1>
        <LanguageSwitch />
      </div>
      <Loaded of={me}>
        {(data) => (
          <>
            <Panel>
              <h2>{data.merchant.name}</h2>
              <p>{data.store ? `${data.store.name} · ${data.store.address}` : t('store.all')}</p>
              <p className={styles.muted}>{t(`store.role.${data.role}`)}</p>
            </Panel>
            <h2>{t('store.terminals')}</h2>
            <Loaded of={terminals}>{(list) => <Terminals me={data} terminals={list} />}</Loaded>
          </>
        )}
      </Loaded>
      <Button look="quiet" block onClick={() => void signOut()}>
        {t('common.signOut')}
      </Button>
    </>
  );
}
