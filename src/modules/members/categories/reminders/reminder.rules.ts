import { shanghaiParts } from '../../../../shared/time.js';

const FIRST_HOUR = 9;
const LAST_HOUR = 20;

/** Nobody is woken by a text: they go out from nine in the morning until eight in the evening. */
export function isTextingHour(epochMs: number): boolean {
  const { minuteOfDay } = shanghaiParts(epochMs);
  return minuteOfDay >= FIRST_HOUR * 60 && minuteOfDay < LAST_HOUR * 60;
}

/** What the phone shows, to anybody who looks at it: that something ends and when, never what. */
export function reminderText(untilOn: string): string {
  const [year, month, day] = untilOn.split('-').map(Number);
  return `【南昌职工卡】您的一项待遇将于${year}年${month}月${day}日到期，请登录职工卡页面查看。`;
}
