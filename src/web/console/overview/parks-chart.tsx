import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatRate } from '../../shared/format.js';
import { Skeleton } from '../../shared/ui/states.js';
import type { ParkIndicators } from '../api/overview.js';
import { usePalette } from '../theme.js';
import styles from './overview.module.css';

const Chart = lazy(() => import('../chart.js'));

/** Wide enough to hold a park's name beside its bars. */
const nameWidth = 88;

/** The parks side by side. */
export function ParksChart({ parks }: { readonly parks: readonly ParkIndicators[] }) {
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
