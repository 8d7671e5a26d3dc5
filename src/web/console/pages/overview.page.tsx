import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatFen, formatRate } from '../../shared/format.js';
import { Loaded, Skeleton } from '../../shared/ui/states.js';
import { Alerts } from '../alerts.js';
import { getOverview, type Indicators, type Overview, type ParkIndicators } from '../api/overview.js';
import styles from '../console.module.css';
import { usePalette } from '../theme.js';

const Chart = lazy(() => import('../chart.js'));

/** Wide enough to hold a park's name beside its bars. */
const nameWidth = 88;

function Figures({ of }: { readonly of: Overview }) {
  const { t } = useTranslation();
  const figures: readonly { name: string; value: string; note?: string }[] = [
    {
      name: t('overview.establishmentRate'),
      value: formatRate(of.establishmentRate),
      note: t('overview.ofEnterprises', {
        part: formatCount(of.enterprisesWithUnion),
        whole: formatCount(of.enterprises),
      }),
    },
    {
      name: t('overview.membershipRate'),
      value: formatRate(of.membershipRate),
      note: t('overview.ofWorkers', { part: formatCount(of.members), whole: formatCount(of.workers) }),
    },
    {
      name: t('overview.issuanceRate'),
      value: formatRate(of.issuanceRate),
      note: t('overview.ofMembers', { part: formatCount(of.cards), whole: formatCount(of.members) }),
    },
    ...(of.today
      ? [
          {
            name: t('overview.today'),
            value: t('overview.times', { times: formatCount(of.today.redemptions) }),
            note: t('overview.discount', { amount: formatFen(of.today.discountFen) }),
          },
        ]
      : []),
  ];
  return (
    <dl className={styles.figures}>
      {figures.map((figure) => (
        <div key={figure.name} className={`${styles.panel} ${styles.figure}`}>
          <dt>{figure.name}</dt>
          <dd>
            {figure.value}
            <small>{figure.note}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** From workers to cards: each bar is a part of the first. */
function Funnel({ of }: { readonly of: Indicators }) {
  const { t } = useTranslation();
  const steps = [
    { name: t('overview.workers'), count: of.workers },
    { name: t('overview.members'), count: of.members },
    { name: t('overview.cards'), count: of.cards },
  ];
  return (
    <section className={styles.panel}>
      <h2>{t('overview.funnel')}</h2>
      <div className={styles.funnel}>
        {steps.map((step) => (
          <div key={step.name} className={styles.funnelRow}>
            <div className={styles.funnelHead}>
              <span>{step.name}</span>
              <strong className={styles.number}>{formatCount(step.count)}</strong>
            </div>
            <div className={styles.bar}>
              <div style={{ width: `${of.workers ? (step.count / of.workers) * 100 : 0}%` }} />
            </div>
          </div>
        ))}
      </div>
    </section>
  );
}

function ParksChart({ parks }: { readonly parks: readonly ParkIndicators[] }) {
  const { t } = useTranslation();
  const palette = usePalette();
  const option = useMemo(() => {
    const rates = ['establishmentRate', 'membershipRate', 'issuanceRate'] as const;
    const axis = { axisLine: { show: false }, axisTick: { show: false } };
    return {
      grid: { left: nameWidth, right: 24, top: 36, bottom: 28 },
      legend: { top: 0, textStyle: { color: palette.text } },
      tooltip: { trigger: 'axis', valueFormatter: (value: number) => formatRate(value) },
      xAxis: {
        type: 'value',
        max: 1,
        ...axis,
        splitLine: { lineStyle: { color: palette.line } },
        axisLabel: { color: palette.textMuted, formatter: (value: number) => `${value * 100}%` },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        ...axis,
        data: parks.map((park) => park.name),
        axisLabel: { color: palette.text, width: nameWidth - 12, overflow: 'truncate' },
      },
      series: rates.map((rate) => ({
        type: 'bar',
        name: t(`overview.${rate}`),
        barMaxWidth: 9,
        data: parks.map((park) => park[rate]),
      })),
    };
  }, [parks, palette, t]);
  return (
    <section className={styles.panel}>
      <h2>{t('overview.byPark')}</h2>
      <Suspense fallback={<Skeleton heights={[380]} />}>
        <Chart option={option} label={t('overview.byParkLabel')} className={styles.chart} />
      </Suspense>
    </section>
  );
}

function ParksTable({ parks }: { readonly parks: readonly ParkIndicators[] }) {
  const { t } = useTranslation();
  const count = (name: 'enterprises' | 'workers' | 'members' | 'cards') => ({
    title: t(`overview.${name}`),
    align: 'right' as const,
    sorter: (one: ParkIndicators, other: ParkIndicators) => one[name] - other[name],
    render: (_: unknown, park: ParkIndicators) => <span className={styles.number}>{formatCount(park[name])}</span>,
  });
  const rate = (name: 'establishmentRate' | 'membershipRate' | 'issuanceRate') => ({
    title: t(`overview.${name}`),
    align: 'right' as const,
    sorter: (one: ParkIndicators, other: ParkIndicators) => one[name] - other[name],
    render: (_: unknown, park: ParkIndicators) => <span className={styles.number}>{formatRate(park[name])}</span>,
  });
  return (
    <section className={styles.panel}>
      <h2>{t('overview.table')}</h2>
      <Table<ParkIndicators>
        size="small"
        rowKey="code"
        dataSource={[...parks]}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('overview.park'), render: (_, park) => park.name },
          { title: t('overview.tier'), render: (_, park) => park.tier && t(`tier.${park.tier}`) },
          count('enterprises'),
          rate('establishmentRate'),
          count('workers'),
          count('members'),
          rate('membershipRate'),
          count('cards'),
          rate('issuanceRate'),
        ]}
      />
    </section>
  );
}

/** The officer's own subtree in figures: drawn to compare, listed to look up. */
export default function OverviewPage() {
  const { t } = useTranslation();
  const overview = useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => getOverview(signal),
    refetchInterval: 60_000,
  });
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.overview')}</h1>
      </div>
      <Alerts />
      <Loaded of={overview} heights={[110, 380, 300]}>
        {(data) => (
          <>
            <Figures of={data} />
            <div className={styles.twoColumns}>
              <Funnel of={data} />
              <ParksChart parks={data.parks} />
            </div>
            <ParksTable parks={data.parks} />
          </>
        )}
      </Loaded>
    </div>
  );
}
