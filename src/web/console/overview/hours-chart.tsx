import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/format.js';
import { EmptyState, Skeleton } from '../../shared/ui/states.js';
import styles from '../console.module.css';
import { usePalette } from '../theme.js';

const Chart = lazy(() => import('../chart.js'));

/** When in the day the cards are used; the sentence below says it without a drawing. */
export function HoursChart({ byHour }: { readonly byHour: readonly number[] }) {
  const { t } = useTranslation();
  const palette = usePalette();
  const option = useMemo(
    () => ({
      grid: { left: 40, right: 8, top: 12, bottom: 28 },
      tooltip: { trigger: 'axis' },
      xAxis: {
        type: 'category',
        data: byHour.map((_, hour) => t('overview.hour', { hour })),
        axisTick: { show: false },
        axisLabel: { color: palette.textMuted, interval: 5 },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        splitLine: { lineStyle: { color: palette.line } },
        axisLabel: { color: palette.textMuted },
      },
      series: [{ type: 'bar', name: t('overview.redemptions'), barMaxWidth: 18, data: [...byHour] }],
    }),
    [byHour, palette, t],
  );
  const used = byHour.flatMap((times, hour) => (times > 0 ? [{ hour, times }] : []));
  const told = used.map(({ hour, times }) => t('overview.inHour', { hour, times: formatCount(times) }));
  return (
    <section className={styles.panel}>
      <h2>{t('overview.byHour')}</h2>
      {used.length === 0 ? (
        <EmptyState title={t('overview.noneToday')} />
      ) : (
        <>
          <Suspense fallback={<Skeleton heights={[240]} />}>
            <Chart option={option} label={t('overview.byHour')} className={styles.smallChart} />
          </Suspense>
          <p className={styles.muted}>{told.join(t('overview.listGap'))}</p>
        </>
      )}
    </section>
  );
}
