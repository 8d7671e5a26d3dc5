import { useQuery } from '@tanstack/react-query';
import { Progress } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatDay, formatFen } from '../shared/format.js';
import { errorText } from '../shared/texts.js';
import { Skeleton } from '../shared/ui/states.js';
import { type Board, getBoard } from './api/campaigns.js';
import styles from './console.module.css';
import { usePalette } from './theme.js';

const Chart = lazy(() => import('./chart.js'));
const DAYS_SHOWN = 30;
const EVERY_MS = 10_000;

interface BarsProps {
  readonly title: string;
  readonly names: readonly string[];
  readonly values: readonly number[];
}

function Bars({ title, names, values }: BarsProps) {
  const { t } = useTranslation();
  const palette = usePalette();
  const option = useMemo(
    () => ({
      grid: { left: 48, right: 16, top: 16, bottom: 28 },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: [...names], axisLabel: { color: palette.textMuted } },
      yAxis: {
        type: 'value',
        minInterval: 1,
        splitLine: { lineStyle: { color: palette.line } },
        axisLabel: { color: palette.textMuted },
      },
      series: [{ type: 'bar', name: t('campaigns.uses'), barMaxWidth: 24, data: [...values] }],
    }),
    [names, values, palette, t],
  );
  return (
    <section className={styles.panel}>
      <h2>{title}</h2>
      <Suspense fallback={<Skeleton heights={[240]} />}>
        <Chart option={option} label={title} className={styles.smallChart} />
      </Suspense>
    </section>
  );
}

const percentOf = (part: number, whole: number): number => (whole === 0 ? 0 : Math.min(100, (part / whole) * 100));

/** What of the budget is spent and held, and until when it lasts at this pace. */
function Money({ board }: { readonly board: Board }) {
  const { t } = useTranslation();
  const { totalFen, spentFen, heldFen, promisedFen, runsOutOn } = board;
  const freeFen = totalFen - spentFen - heldFen;
  const figures = {
    spent: formatFen(spentFen),
    held: formatFen(heldFen),
    promised: formatFen(promisedFen),
    free: formatFen(freeFen),
  };
  return (
    <section className={styles.panel}>
      <h2>{t('board.money')}</h2>
      <Progress
        percent={percentOf(spentFen + heldFen, totalFen)}
        success={{ percent: percentOf(spentFen, totalFen) }}
        showInfo={false}
        aria-label={t('board.moneyBar', figures)}
      />
      <p>{t('board.moneyBar', figures)}</p>
      {promisedFen > 0 ? <p className={styles.muted}>{t('board.promised', figures)}</p> : null}
      {board.state === 'PUBLISHED' ? (
        <p>{runsOutOn === null ? t('board.lasts') : t('board.runsOut', { day: formatDay(runsOutOn) })}</p>
      ) : null}
    </section>
  );
}

/** How far claiming has come. */
function Claims({ board: { claimed, packs } }: { readonly board: Board }) {
  const { t } = useTranslation();
  if (packs === null) return null;
  return (
    <section className={styles.panel}>
      <h2>{t('board.claims')}</h2>
      <Progress percent={percentOf(claimed, packs)} showInfo={false} aria-label={t('board.claims')} />
      <p>{t('board.claimed', { claimed: formatCount(claimed), packs: formatCount(packs) })}</p>
    </section>
  );
}

function Refusals({ refusals }: Pick<Board, 'refusals'>) {
  const { t } = useTranslation();
  if (refusals.length === 0) return null;
  return (
    <section className={styles.panel}>
      <h2>{t('board.refusals')}</h2>
      <ul>
        {refusals.map(({ reason, count }) => (
          <li key={reason}>{t('board.refusal', { reason: errorText(reason), count: formatCount(count) })}</li>
        ))}
      </ul>
    </section>
  );
}

/** How a campaign runs: its money and pace, who has it, when and where it is used, and why it is refused. */
export function CampaignBoard({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const board = useQuery({
    queryKey: ['board', id],
    queryFn: ({ signal }) => getBoard(id, signal),
    refetchInterval: EVERY_MS,
  });
  const { data } = board;
  const days = useMemo(() => data?.byDay.slice(-DAYS_SHOWN) ?? [], [data]);
  const hours = useMemo(() => {
    const used = new Map(data?.byHour.map(({ hour, uses }) => [hour, uses]));
    return Array.from({ length: 24 }, (_, hour) => used.get(hour) ?? 0);
  }, [data]);
  if (!data || !['GRANTING', 'PUBLISHED', 'PAUSED', 'ENDED'].includes(data.state)) return null;
  return (
    <>
      {data.totalFen > 0 ? <Money board={data} /> : null}
      <Claims board={data} />
      {days.length > 0 ? (
        <>
          <Bars
            title={t('campaigns.board')}
            names={days.map(({ dayOn }) => formatDay(dayOn))}
            values={days.map(({ uses }) => uses)}
          />
          <Bars title={t('board.byHour')} names={hours.map((_, hour) => t('board.hour', { hour }))} values={hours} />
          <Bars
            title={t('board.byPark')}
            names={data.byPark.map(({ name }) => name ?? t('board.noPark'))}
            values={data.byPark.map(({ uses }) => uses)}
          />
        </>
      ) : null}
      <Refusals refusals={data.refusals} />
    </>
  );
}
