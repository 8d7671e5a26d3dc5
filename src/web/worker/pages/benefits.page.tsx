import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { offerText } from '../../shared/offer.js';
import { Link } from '../../shared/router.js';
import { Field } from '../../shared/ui/controls.js';
import { EmptyState, Loaded } from '../../shared/ui/states.js';
import { type Benefit, listBenefits, listWallet, type WalletItem } from '../api/benefits.js';
import styles from '../app.module.css';
import { BenefitCard } from '../benefit-card.js';
import { type Claimable, ClaimCard } from '../claim-card.js';
import { isLive, WalletCard } from '../wallet-card.js';

const claimStates = new Set(['COMING', 'OPEN', 'SOLD_OUT']);

function isClaimable(benefit: Benefit): benefit is Claimable {
  return benefit.claim !== null;
}

function Claims({ items }: { readonly items: readonly Benefit[] }) {
  const { t } = useTranslation();
  // What was asked for keeps its place and its answer, also when the list has heard of it.
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  // In order of their opening, and never moved under the finger: only what is gone and was not asked for sinks.
  const rankOf = ({ campaignId, claim }: Claimable): number =>
    Number(claim.state === 'SOLD_OUT' && !asked.has(campaignId));
  const shown = items
    .filter(isClaimable)
    .filter(({ campaignId, claim }) => claimStates.has(claim.state) || asked.has(campaignId))
    .toSorted((one, other) => rankOf(one) - rankOf(other) || Date.parse(one.claim.from) - Date.parse(other.claim.from));
  if (shown.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{t('claim.title')}</h2>
      <ul className={styles.list}>
        {shown.map((benefit) => (
          <ClaimCard
            key={benefit.campaignId}
            benefit={benefit}
            touched={() => setAsked((before) => new Set([...before, benefit.campaignId]))}
          />
        ))}
      </ul>
    </section>
  );
}

function WalletSection({ items }: { readonly items: readonly WalletItem[] }) {
  const { t } = useTranslation();
  const live = items.filter(isLive).toSorted((one, other) => Date.parse(one.to) - Date.parse(other.to));
  const over = items.filter((item) => !isLive(item));
  return (
    <section className={styles.section}>
      <h2>{t('wallet.title')}</h2>
      {live.length === 0 ? (
        <p className={styles.muted}>{t('wallet.emptyHint')}</p>
      ) : (
        <ul className={styles.list}>
          {live.map((item) => (
            <WalletCard key={item.campaignId} item={item} />
          ))}
        </ul>
      )}
      {over.length > 0 ? (
        <details className={styles.folded}>
          <summary>{t('wallet.folded', { count: over.length })}</summary>
          <ul className={styles.list}>
            {over.map((item) => (
              <WalletCard key={item.campaignId} item={item} />
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}

function matches(benefit: Benefit, words: string): boolean {
  const places = benefit.places.map((place) => `${place.storeName} ${place.merchantName} ${place.address ?? ''}`);
  return `${benefit.label} ${offerText(benefit.offer)} ${places.join(' ')}`.toLowerCase().includes(words.toLowerCase());
}

/** Those that work now first; what is held stands in the wallet. */
function Others({ items }: { readonly items: readonly Benefit[] }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const others = items.filter(({ held }) => held === null);
  const shown = others
    .filter((benefit) => matches(benefit, words.trim()))
    .toSorted((left, right) => Number(right.runningNow) - Number(left.runningNow));
  return (
    <section className={styles.section}>
      <h2>{t('benefits.more')}</h2>
      <Field
        label={t('benefits.search')}
        type="search"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {shown.length === 0 ? <EmptyState title={t(others.length ? 'benefits.noMatch' : 'benefits.empty')} /> : null}
      <ul className={styles.list}>
        {shown.map((benefit) => (
          <BenefitCard key={benefit.campaignId} benefit={benefit} />
        ))}
      </ul>
    </section>
  );
}

/** What I can claim, what I hold, and everything else I get; targeted ones stand among the others and look the same. */
export default function BenefitsPage() {
  const { t } = useTranslation();
  const benefits = useQuery({ queryKey: ['benefits'], queryFn: ({ signal }) => listBenefits(signal) });
  const wallet = useQuery({ queryKey: ['wallet'], queryFn: ({ signal }) => listWallet(signal) });
  return (
    <>
      <h1 className={styles.title}>{t('benefits.title')}</h1>
      <Link to="/worker/here" className={styles.wayIn}>
        <span className={styles.strong}>{t('here.open')}</span>
        <span className={styles.muted}>{t('here.openHint')}</span>
      </Link>
      <Loaded of={benefits} heights={[128, 128, 128]}>
        {(items) => (
          <>
            <Claims items={items} />
            <Loaded of={wallet} heights={[96]}>
              {(held) => <WalletSection items={held} />}
            </Loaded>
            <Others items={items} />
          </>
        )}
      </Loaded>
    </>
  );
}
