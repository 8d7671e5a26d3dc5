import { t } from 'i18next';
import { DAY_MS, shanghaiDate, shanghaiParts } from '../../shared/time.js';
import { serverNow } from './server-clock.js';
import { currentLanguage } from './texts.js';

const yuan = new Intl.NumberFormat('zh-CN', { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' });

/** Fen as `¥158.00`; the browser's own formatter, because the shared one stands beside schemas a phone need not load. */
export function formatFen(fen: number): string {
  return yuan.format(fen / 100);
}

const monthsEn = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => value.toString().padStart(2, '0');

function dayText(epochMs: number, nowMs: number): string {
  const { year, month, day } = shanghaiParts(epochMs);
  const thisYear = year === shanghaiParts(nowMs).year;
  if (currentLanguage() === 'en-US') return `${monthsEn[month - 1]} ${day}${thisYear ? '' : `, ${year}`}`;
  return `${thisYear ? '' : `${year}年`}${month}月${day}日`;
}

/** A day as people say it: `5月3日`, with the year only when it is another one. */
export function formatDay(time: string | number, nowMs: number = serverNow()): string {
  const text = typeof time === 'string' && time.length === 10 ? `${time}T00:00:00+08:00` : time;
  return dayText(new Date(text).getTime(), nowMs);
}

/** A day for paper, which is read in other years too: always with its year. */
export function formatFullDay(time: string | number): string {
  return formatDay(time, 0);
}

/** An instant as people say it: `今天 14:05`, `昨天 09:30`, `5月3日 14:05`. */
export function formatTime(time: string | number, nowMs: number = serverNow()): string {
  const epochMs = new Date(time).getTime();
  const { minuteOfDay, dateOn } = shanghaiParts(epochMs);
  const clock = `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
  if (dateOn === shanghaiDate(nowMs)) return t('time.today', { clock });
  if (dateOn === shanghaiDate(nowMs - DAY_MS)) return t('time.yesterday', { clock });
  return `${dayText(epochMs, nowMs)} ${clock}`;
}

/** A fraction such as 0.848 as `84.8%`. */
export function formatRate(fraction: number): string {
  return `${(fraction * 100).toFixed(1)}%`;
}

export function formatCount(count: number): string {
  return count.toString().replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** Yuan as typed (`158`, `158.5`, `158.00`) in fen; null when it is not an amount. */
export function parseYuan(text: string): number | null {
  const match = /^(\d{1,8})(?:\.(\d{0,2}))?$/.exec(text.trim());
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
