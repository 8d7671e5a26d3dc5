import { useQuery } from '@tanstack/react-query';
import { Alert, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount, formatFen } from '../shared/format.js';
import { type CampaignDetail, type CampaignHoldings, getHoldings } from './api/campaigns.js';
import { BudgetChange } from './budget-change.js';
import styles from './console.module.css';

const GIVING_MS = 5_000;
const QUIET_MS = 30_000;
const PARTS = ['given', 'used', 'left', 'expired'] as const;

/** How far giving to the audience is; one that stopped says what it waits for. */
function Run({ run, one }: { readonly run: NonNullable<CampaignHoldings['run']>; readonly one: CampaignDetail }) {
  const { t } = useTranslation();
  const figures = { given: formatCount(run.given), people: formatCount(run.people) };
  if (run.state === 'DONE') return null;
  if (run.state === 'STOPPED' && one.live?.state === 'GRANTING')
    return (
      <Alert
        type="warning"
        showIcon
        title={t('holdings.stopped', figures)}
        action={<BudgetChange one={one} label={t('holdings.raise')} />}
      />
    );
  const percent = run.people === 0 ? 100 : Math.floor((run.given / run.people) * 100);
  return (
    <div>
      <p aria-live="polite">{t('holdings.giving', figures)}</p>
      <Progress aria-label={t('holdings.progress')} percent={percent} />
    </div>
  );
}

/** What became of all that was handed out. */
export function CampaignHoldingsPanel({ one }: { readonly one: CampaignDetail }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['campaign-holdings', one.id],
    queryFn: ({ signal }) => getHoldings(one.id, signal),
    refetchInterval: ({ state }) => (state.data?.run?.state === 'RUNNING' ? GIVING_MS : QUIET_MS),
  });
  const held = found.data;
  if (!held) return null;
  const said = (part: (typeof PARTS)[number]): string =>
    held.kind === 'BALANCE'
      ? formatFen(held[part].fen)
      : t(`holdings.${held.kind}`, { units: formatCount(held[part].units) });
  return (
    <section className={styles.panel}>
      <h2>{t('holdings.title')}</h2>
      {held.run ? <Run run={held.run} one={one} /> : null}
      <dl className={styles.figures}>
        <div className={styles.figure}>
          <dt>{t('holdings.people')}</dt>
          <dd>{t('holdings.persons', { people: formatCount(held.people) })}</dd>
        </div>
        {PARTS.map((part) => (
          <div key={part} className={styles.figure}>
            <dt>{t(`holdings.${part}`)}</dt>
            <dd>{said(part)}</dd>
          </div>
        ))}
      </dl>
      {held.leftUnion > 0 ? (
        <p className={styles.muted}>{t('holdings.leftUnion', { people: formatCount(held.leftUnion) })}</p>
      ) : null}
    </section>
  );
}
