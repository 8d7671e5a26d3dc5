import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatFen, parseYuan } from '../../shared/format.js';
import { useSettled } from '../../shared/hooks.js';
import { Link, useQueryParams } from '../../shared/router.js';
import { errorText } from '../../shared/texts.js';
import { Button, Field } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { EmptyState, Loaded, Notice } from '../../shared/ui/states.js';
import { listMyRedemptions } from '../api/redemptions.js';
import { explainStore, listStores, type StoreBenefitLeft, type StoreBenefits } from '../api/stores.js';
import styles from '../app.module.css';
import { helpText, mineText } from '../mine-text.js';

const RECENT_MAX = 3;

interface StoreChoice {
  readonly storeId: string;
  readonly storeName: string;
  readonly detail: string;
}

function StoreButtons({
  stores,
  choose,
}: {
  readonly stores: readonly StoreChoice[];
  readonly choose: (storeId: string) => void;
}) {
  return (
    <ul className={styles.choices}>
      {stores.map(({ storeId, storeName, detail }) => (
        <li key={storeId}>
          <button type="button" className={styles.choice} onClick={() => choose(storeId)}>
            <span className={styles.strong}>{storeName}</span>
            {detail ? <span className={styles.muted}>{detail}</span> : null}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Where I lately was, then stores by name, street or park; my own park comes first. */
function StoreChooser({ choose }: { readonly choose: (storeId: string) => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const asked = useSettled(words.trim());
  const stores = useQuery({
    queryKey: ['stores', asked],
    queryFn: ({ signal }) => listStores(asked, signal),
    placeholderData: keepPreviousData,
  });
  const lately = useQuery({
    queryKey: ['redemptions', 'lately'],
    queryFn: ({ signal }) => listMyRedemptions('', signal),
  });
  const recent = new Map((lately.data?.items ?? []).map(({ storeId, storeName }) => [storeId, storeName]));
  const recentStores = [...recent].slice(0, RECENT_MAX);
  return (
    <>
      <Field label={t('here.search')} type="search" value={words} onChange={(event) => setWords(event.target.value)} />
      {asked === '' && recentStores.length > 0 ? (
        <section className={styles.section}>
          <h2>{t('here.recent')}</h2>
          <StoreButtons
            stores={recentStores.map(([storeId, storeName]) => ({ storeId, storeName, detail: '' }))}
            choose={choose}
          />
        </section>
      ) : null}
      <section className={styles.section}>
        <h2>{t('here.near')}</h2>
        <Loaded of={stores}>
          {(items) =>
            items.length === 0 ? (
              <EmptyState title={t('here.none')} />
            ) : (
              <StoreButtons
                stores={items.map(({ storeId, storeName, address, parkName }) => ({
                  storeId,
                  storeName,
                  detail: [parkName, address].filter(Boolean).join(' · '),
                }))}
                choose={choose}
              />
            )
          }
        </Loaded>
      </section>
    </>
  );
}

function Applies({ of }: { readonly of: StoreBenefits }) {
  const { t } = useTranslation();
  return (
    <section className={styles.section}>
      <h2>{t('here.works')}</h2>
      {of.applies.length === 0 ? <p className={styles.muted}>{t('here.worksNone')}</p> : null}
      {of.discountFen !== null && of.discountFen > 0 && of.payableFen !== null ? (
        <p className={styles.strong}>
          {t('here.save', { discount: formatFen(of.discountFen), payable: formatFen(of.payableFen) })}
        </p>
      ) : null}
      <ul className={styles.list}>
        {of.applies.map(({ campaignId, label, offer, held, discountFen }) => (
          <li key={campaignId} className={styles.works}>
            <span className={styles.row}>
              <span className={styles.strong}>{mineText(offer, held)}</span>
              {discountFen === null ? null : (
                <span className={styles.saved}>
                  {offer.type === 'GRANT'
                    ? t('mine.usedBalance', { amount: formatFen(discountFen) })
                    : `−${formatFen(discountFen)}`}
                </span>
              )}
            </span>
            <span className={styles.muted}>{label}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function LeftList({ items }: { readonly items: readonly StoreBenefitLeft[] }) {
  return (
    <ul className={styles.list}>
      {items.map(({ campaignId, label, offer, held, reason, help }) => (
        <li key={campaignId} className={styles.worksNot}>
          <span className={styles.strong}>{mineText(offer, held)}</span>
          <span className={styles.muted}>{label}</span>
          <span>{errorText(reason)}</span>
          {help?.claim ? <Link to="/worker/benefits">{helpText(help)}</Link> : null}
          {help && !help.claim ? <span className={styles.help}>{helpText(help)}</span> : null}
        </li>
      ))}
    </ul>
  );
}

function Verdict({ of }: { readonly of: StoreBenefits }) {
  const { t } = useTranslation();
  const stopped = of.left.length > 0 && of.left.every(({ reason }) => reason === 'CARD_NOT_ACTIVE');
  if (stopped) return <Notice>{errorText('CARD_NOT_ACTIVE')}</Notice>;
  const here = of.left.filter(({ reason }) => reason !== 'NOT_HERE');
  const elsewhere = of.left.filter(({ reason }) => reason === 'NOT_HERE');
  return (
    <>
      <Applies of={of} />
      {here.length > 0 ? (
        <section className={styles.section}>
          <h2>{t('here.left')}</h2>
          <LeftList items={here} />
        </section>
      ) : null}
      {elsewhere.length > 0 ? (
        <details className={styles.folded}>
          <summary>{t('here.elsewhere', { count: elsewhere.length })}</summary>
          <LeftList items={elsewhere} />
        </details>
      ) : null}
    </>
  );
}

function Explained({ storeId, change }: { readonly storeId: string; readonly change: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const amountFen = useSettled(parseYuan(text)) || null;
  const found = useQuery({
    queryKey: ['store', storeId, amountFen],
    queryFn: ({ signal }) => explainStore(storeId, amountFen, signal),
    // What was said of the amount before stays until the new one is known; another store's answer does not.
    placeholderData: (previous) => (previous?.store.storeId === storeId ? previous : undefined),
  });
  return (
    <>
      <Panel className={styles.benefit ?? ''}>
        <div className={styles.head}>
          <h2>{found.data?.store.storeName ?? ''}</h2>
          <Button look="quiet" onClick={change}>
            {t('here.change')}
          </Button>
        </div>
        <p className={styles.muted}>{found.data?.store.address}</p>
        <Field
          label={t('here.amount')}
          inputMode="decimal"
          autoComplete="off"
          maxLength={11}
          value={text}
          onChange={(event) => setText(event.target.value.replaceAll('。', '.').replaceAll(/[^\d.]/g, ''))}
          hint={<span className={styles.muted}>{t('here.noAmount')}</span>}
        />
      </Panel>
      <div aria-live="polite" className={styles.list}>
        <Loaded of={found} heights={[96, 96]}>
          {(data) => <Verdict of={data} />}
        </Loaded>
      </div>
    </>
  );
}

/** A store, and of every benefit of mine whether it works there, and if not the true reason and what would help. */
export default function HerePage() {
  const { t } = useTranslation();
  const [params, change] = useQueryParams();
  const storeId = params.get('store') ?? '';
  return (
    <>
      <Link to="/worker/benefits">{t('wallet.back')}</Link>
      <h1 className={styles.title}>{t('here.title')}</h1>
      {storeId ? (
        <Explained key={storeId} storeId={storeId} change={() => change({ store: '' })} />
      ) : (
        <StoreChooser choose={(store) => change({ store })} />
      )}
    </>
  );
}
