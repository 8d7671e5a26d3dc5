import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatRate } from '../../shared/format.js';
import { Loaded, Skeleton } from '../../shared/ui/states.js';
import { getTrend, type MonthIndicators, type TrendPart } from '../api/overview.js';
import { usePalette } from '../theme.js';
import styles from './overview.module.css';
import { indicators, monthText } from './rates.js';

const Chart = lazy(() => import('../chart.js'));
/** A line is told from another by its mark as well. */
const marks = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle'] as const;

/** The last two years of a part, month by month; this month as it stands is the last point. */
export function TrendPanel({ part, title }: { readonly part: TrendPart; readonly title: string }) {
  const { t } = useTranslation();
  const trend = useQuery({ queryKey: ['trend', part], queryFn: ({ signal }) => getTrend(part, signal) });
  return (
    <section className={styles.panel}>
      <h2>{title ? t('overview.trendOf', { part: title }) : t('overview.trend')}</h2>
      <Loaded of={trend} heights={[300]}>
        {({ months }) => <Lines months={months} />}
      </Loaded>
    </section>
  );
}

function Lines({ months }: { readonly months: readonly MonthIndicators[] }) {
  const { t, i18n } = useTranslation();
  const palette = usePalette();
  const option = useMemo(
    () => ({
      grid: { left: 44, right: 16, top: 60, bottom: 28 },
      legend: { top: 0, textStyle: { color: palette.text } },
      tooltip: {
        trigger: 'axis',
        valueFormatter: (value: number | null) => (value === null ? '—' : formatRate(value)),
      },
      xAxis: {
        type: 'category',
        data: months.map(({ monthOn }) => monthOn.slice(0, 7)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: palette.line } },
        axisLabel: { color: palette.textMuted },
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: 1,
        splitLine: { lineStyle: { color: palette.line } },
        axisLabel: { color: palette.textMuted, formatter: (value: number) => `${value * 100}%` },
      },
      series: indicators.map((name, at) => ({
        type: 'line',
        name: t(`overview.${name}`),
        symbol: marks[at],
        symbolSize: 6,
        data: months.map((month) => month[name]),
      })),
    }),
    [months, palette, t],
  );
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return null;
  const said = indicators
    .map((name) => {
      const [from, to] = [first[name], last[name]];
      const values = { from: from === null ? '—' : formatRate(from), to: to === null ? '—' : formatRate(to) };
      return t('overview.fromTo', { name: t(`overview.${name}`), ...values });
    })
    .join(t('overview.and'));
  const label = t('overview.trendLabel', {
    from: monthText(first.monthOn, i18n.language),
    to: monthText(last.monthOn, i18n.language),
    said,
  });
  return (
    <Suspense fallback={<Skeleton heights={[300]} />}>
      <Chart option={option} label={label} className={styles.trend} />
    </Suspense>
  );
}
