import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatFen, formatTime } from '../../shared/format.js';
import { Loaded } from '../../shared/ui/states.js';
import { Alerts } from '../alerts.js';
import { getOverview, getTrend, type Overview, type Part, type TrendPart } from '../api/overview.js';
import styles from '../console.module.css';
import { Funnel } from '../overview/funnel.js';
import { GoalsModal } from '../overview/goals-modal.js';
import { HoursChart } from '../overview/hours-chart.js';
import overviewStyles from '../overview/overview.module.css';
import { ParksChart } from '../overview/parks-chart.js';
import { PartsPanel } from '../overview/parts-panel.js';
import { RateList } from '../overview/rate-list.js';
import { TrendPanel } from '../overview/trend-panel.js';
import { useView } from '../overview/use-view.js';
import { useMay } from '../use-may.js';

const everyMs = 60_000;

/** What was done at the tills today, and how fresh all figures are. */
function Today({ of }: { readonly of: Overview }) {
  const { t } = useTranslation();
  const { redemptions, discountFen } = of.today;
  return (
    <p className={overviewStyles.muted}>
      {t('overview.today')} {t('overview.times', { times: formatCount(redemptions) })} ·{' '}
      {t('overview.discount', { amount: formatFen(discountFen) })}
      {of.asOf ? ` · ${t('overview.asOf', { time: formatTime(of.asOf) })}` : ''}
    </p>
  );
}

/** The officer's own subtree in figures: against the goals, month by month, and part by part. */
export default function OverviewPage() {
  const { t } = useTranslation();
  const view = useView();
  const [editing, setEditing] = useState(false);
  const maySetGoals = useMay('goals.write');
  const overview = useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => getOverview(signal),
    refetchInterval: everyMs,
  });
  const trend = useQuery({ queryKey: ['trend', {}], queryFn: ({ signal }) => getTrend({}, signal) });
  const goals = trend.data?.goals ?? [];
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.overview')}</h1>
        {overview.data ? <Today of={overview.data} /> : null}
      </div>
      <Alerts />
      <Loaded of={overview} heights={[320, 380, 300]}>
        {(data) => (
          <>
            <div className={overviewStyles.columns}>
              <Funnel of={data} />
              <RateList of={data} goals={goals} edit={maySetGoals ? () => setEditing(true) : null} />
            </div>
            <div className={overviewStyles.columns}>
              <TrendPanel part={partOf(view.part)} title={view.title} />
              <ParksChart parks={data.parks} />
            </div>
            <HoursChart byHour={data.today.byHour} />
            <PartsPanel view={view} goals={goals} />
          </>
        )}
      </Loaded>
      {editing ? <GoalsModal close={() => setEditing(false)} /> : null}
    </div>
  );
}

/** Without what is not asked for, so that the whole is one and the same question. */
function partOf(part: Part): TrendPart {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== ''));
}
