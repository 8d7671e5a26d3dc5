import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatDay, formatFen, formatTime } from '../../shared/format.js';
import { useServerNow } from '../../shared/hooks.js';
import { Link } from '../../shared/router.js';
import { Panel } from '../../shared/ui/dialog.js';
import { EmptyState, Loaded } from '../../shared/ui/states.js';
import { type Benefit, listBenefits, listWallet, type WalletItem } from '../api/benefits.js';
import { listMyRedemptions, type MyRedemption } from '../api/redemptions.js';
import styles from '../app.module.css';
import { PlaceList, timesText } from '../benefit-card.js';
import { backText, expiryText, lastDay, usedText } from '../mine-text.js';
import { isLive, walletText } from '../wallet-card.js';

const MINUTE_MS = 60_000;
const yuan = (fen: number): string => String(fen / 100);

function useTerms(item: WalletItem, benefit: Benefit | undefined): string[] {
  const { t } = useTranslation();
  const { kind, voucher, units, givenUnits, fen, givenFen } = item;
  const terms: string[] = [];
  if (voucher && voucher.thresholdFen > 0)
    terms.push(t('wallet.voucher', { threshold: yuan(voucher.thresholdFen), off: yuan(voucher.offFen) }));
  else if (voucher) terms.push(t('wallet.voucherPlain', { off: yuan(voucher.offFen) }));
  if (kind === 'VOUCHER') terms.push(t('wallet.given', { count: givenUnits, left: units }));
  if (benefit?.offer.perRedemption) terms.push(t('wallet.most', { count: benefit.offer.perRedemption }));
  if (kind === 'BALANCE')
    terms.push(t('wallet.givenFen', { amount: formatFen(givenFen), left: formatFen(fen) }), t('wallet.balanceTerms'));
  if (kind === 'SERVICE')
    terms.push(t('wallet.givenService', { count: givenUnits, left: units }), t('wallet.serviceTerms'));
  terms.push(t('wallet.window', { from: formatDay(item.from), to: lastDay(item.to) }));
  const times = benefit ? timesText(benefit.when, t) : '';
  return times ? [...terms, times] : terms;
}

function Use({ one, campaignId }: { readonly one: MyRedemption; readonly campaignId: string }) {
  const given = one.given.find((each) => each.campaignId === campaignId);
  const back = one.restored.filter((each) => each.campaignId === campaignId);
  return (
    <li>
      <p className={styles.row}>
        <span>{one.storeName}</span>
        <span>{given ? usedText(given) : ''}</span>
      </p>
      <p className={styles.muted}>{[formatTime(one.occurredAt), ...back.map(backText)].join(' · ')}</p>
    </li>
  );
}

function Uses({ campaignId }: { readonly campaignId: string }) {
  const { t } = useTranslation();
  const uses = useQuery({
    queryKey: ['redemptions', campaignId],
    queryFn: ({ signal }) => listMyRedemptions('', signal, campaignId),
  });
  return (
    <Panel className={styles.benefit ?? ''}>
      <h2>{t('wallet.uses')}</h2>
      <Loaded of={uses} heights={[48, 48]}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles.muted}>{t('wallet.noUses')}</p>
          ) : (
            <ul className={styles.places}>
              {items.map((one) => (
                <Use key={one.id} one={one} campaignId={campaignId} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Held({ item, benefit }: { readonly item: WalletItem; readonly benefit: Benefit | undefined }) {
  const { t } = useTranslation();
  const nowMs = useServerNow(MINUTE_MS);
  const terms = useTerms(item, benefit);
  return (
    <>
      <Panel className={styles.benefit ?? ''}>
        <p className={styles.offer}>{walletText(item)}</p>
        <p className={styles.strong}>
          {item.state === 'HELD' ? expiryText(item.from, item.to, nowMs) : t(`wallet.state.${item.state}`)}
        </p>
        {isLive(item) ? (
          <Link to="/worker" className={styles.primaryLink}>
            {t('wallet.showCard')}
          </Link>
        ) : null}
      </Panel>
      <Panel className={styles.benefit ?? ''}>
        <h2>{t('wallet.terms')}</h2>
        <ul className={styles.terms}>
          {terms.map((term) => (
            <li key={term}>{term}</li>
          ))}
        </ul>
      </Panel>
      {benefit ? (
        <Panel className={styles.benefit ?? ''}>
          <h2>{t('wallet.places')}</h2>
          {benefit.everywhere ? <p>{t('benefits.everywhere')}</p> : <PlaceList places={benefit.places} />}
        </Panel>
      ) : null}
      <Uses campaignId={item.campaignId} />
    </>
  );
}

/** One thing I hold: what is left, how and where to use it, and what became of the rest. */
export default function HeldPage({ campaignId }: { readonly campaignId: string }) {
  const { t } = useTranslation();
  const wallet = useQuery({ queryKey: ['wallet'], queryFn: ({ signal }) => listWallet(signal) });
  const benefits = useQuery({ queryKey: ['benefits'], queryFn: ({ signal }) => listBenefits(signal) });
  const item = wallet.data?.find((each) => each.campaignId === campaignId);
  return (
    <>
      <Link to="/worker/benefits">{t('wallet.back')}</Link>
      <h1 className={styles.title}>{item?.label ?? t('wallet.title')}</h1>
      <Loaded of={wallet} heights={[120, 160]}>
        {() =>
          item ? (
            <Held item={item} benefit={benefits.data?.find((each) => each.campaignId === campaignId)} />
          ) : (
            <EmptyState title={t('wallet.missing')} />
          )
        }
      </Loaded>
    </>
  );
}
