import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Field } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { EmptyState, ErrorNotice, Loaded } from '../../shared/ui/states.js';
import { getMe, type MerchantMe } from '../api/merchants.js';
import styles from '../app.module.css';
import { pairThisBrowser } from '../till.js';

function PairForm({ me }: { readonly me: MerchantMe }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const stores = me.store ? [me.store] : me.stores;
  const [storeId, setStoreId] = useState(stores[0]?.id ?? '');
  const [label, setLabel] = useState(t('pair.labelDefault'));
  const paired = useMutation({
    mutationFn: (store: { id: string; name: string }) => pairThisBrowser(store, label.trim()),
    onSuccess: () => queries.invalidateQueries(),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const store = stores.find((one) => one.id === storeId);
    if (store && label.trim()) paired.mutate(store);
  };
  if (stores.length === 0) return <EmptyState title={t('pair.noStore')} />;
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <fieldset className={styles.fieldset}>
        <legend className={styles.muted}>{t('pair.store')}</legend>
        {stores.map((store) => (
          <label key={store.id} className={styles.choice}>
            <input type="radio" name="store" checked={store.id === storeId} onChange={() => setStoreId(store.id)} />
            {store.name}
          </label>
        ))}
      </fieldset>
      <Field label={t('pair.label')} maxLength={50} value={label} onChange={(event) => setLabel(event.target.value)} />
      <ErrorNotice error={paired.error} />
      <Button look="primary" type="submit" block busy={paired.isPending}>
        {t('pair.action')}
      </Button>
    </form>
  );
}

/** Makes this browser a till of one store. */
export default function PairPage() {
  const { t } = useTranslation();
  const me = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => getMe(signal) });
  return (
    <>
      <h1 className={styles.title}>{t('pair.title')}</h1>
      <Panel className={styles.form ?? ''}>
        <p className={styles.muted}>{t('pair.why')}</p>
        <Loaded of={me}>{(data) => <PairForm me={data} />}</Loaded>
      </Panel>
    </>
  );
}
