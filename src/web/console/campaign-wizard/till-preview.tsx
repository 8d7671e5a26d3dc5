import { useTranslation } from 'react-i18next';
import type { TillExample } from '../../../modules/benefits/previews/preview.schemas.js';
import { formatFen, formatTime } from '../../shared/format.js';
import { errorText } from '../../shared/texts.js';
import { currentLanguage } from '../../shared/texts.js';
import styles from './preview.module.css';

function Lines({ example }: { readonly example: TillExample }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.lines}>
      <div>
        <dt>{t('preview.sum')}</dt>
        <dd>{formatFen(example.amountFen)}</dd>
      </div>
      {example.items.map(({ item, amountFen }) => (
        <div key={item} className={styles.muted}>
          <dt>{t('preview.item', { item })}</dt>
          <dd>{formatFen(amountFen)}</dd>
        </div>
      ))}
      {example.applied.map(({ label, discountFen }) => (
        <div key={label} className={styles.saved}>
          <dt>{label}</dt>
          <dd>−{formatFen(discountFen)}</dd>
        </div>
      ))}
      <div className={styles.pay}>
        <dt>{t('preview.collect')}</dt>
        <dd>{formatFen(example.payableFen)}</dd>
      </div>
    </dl>
  );
}

function Receipt({ example }: { readonly example: TillExample }) {
  const { t } = useTranslation();
  const applies = example.outcome === 'APPLIED';
  const paid = [
    example.unionFen > 0 ? t('preview.paidBy', { who: t('payer.UNION'), amount: formatFen(example.unionFen) }) : '',
    example.merchantFen > 0
      ? t('preview.paidBy', { who: t('payer.MERCHANT'), amount: formatFen(example.merchantFen) })
      : '',
  ].filter(Boolean);
  // The cashier's sentence is spoken in Chinese; elsewhere the outcome says as much.
  const spoken =
    currentLanguage() === 'zh-CN' || applies ? example.cashierMessage : errorText(applies ? 'NOT_BEST' : 'NO_BENEFIT');
  return (
    <article className={styles.receipt}>
      <h4>{t(`preview.example.${example.kind}`)}</h4>
      <p className={styles.muted}>
        {example.storeName ?? t('preview.someStore')} · {formatTime(example.at)}
      </p>
      <Lines example={example} />
      <p className={applies ? styles.yes : styles.no}>
        <span aria-hidden>{applies ? '✓' : '✕'}</span> {spoken}
      </p>
      {paid.length > 0 ? <p className={styles.muted}>{paid.join(t('words.comma'))}</p> : null}
    </article>
  );
}

/** What tills would show for a few baskets, each decided as at a till. */
export function TillPreview({ tills }: { readonly tills: readonly TillExample[] }) {
  const { t } = useTranslation();
  if (tills.length === 0) return <p>{t('preview.neverOpen')}</p>;
  return (
    <div className={styles.receipts}>
      {tills.map((example) => (
        <Receipt key={example.kind} example={example} />
      ))}
    </div>
  );
}
