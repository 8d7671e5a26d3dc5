import { t } from 'i18next';
import { DAY_MS, shanghaiDate, startOfShanghaiDay } from '../../shared/time.js';
import { formatDay, formatFen, formatTime } from '../shared/format.js';
import { offerText, type Offer } from '../shared/offer.js';

interface Held {
  readonly units: number;
  readonly fen: number;
}

/** What I get, in one plain line: `满50减10 · 还有 2 张`, `余额 ¥350.00`, `体检 1 次`, `电影票 10 元`. */
export function mineText(offer: Offer, held: Held | null): string {
  if (offer.type === 'GRANT') return t('mine.balance', { amount: formatFen(held?.fen ?? 0) });
  if (offer.type === 'SERVICE' && held !== null && held.units > 0)
    return t('mine.service', { service: offer.service, count: held.units });
  const what = offerText(offer);
  return offer.type !== 'SERVICE' && held !== null && held.units > 0
    ? t('mine.vouchers', { offer: what, count: held.units })
    : what;
}

interface Used {
  readonly holds: 'VOUCHER' | 'BALANCE' | 'SERVICE' | null;
  readonly units: number;
}

/** What of mine a benefit used up: vouchers, a balance, a use; null for one nothing is held of. */
export function usedText({ holds, units, discountFen }: Used & { readonly discountFen: number }): string | null {
  if (holds === 'VOUCHER') return t('mine.usedVouchers', { count: units });
  if (holds === 'BALANCE') return t('mine.usedBalance', { amount: formatFen(discountFen) });
  return holds === 'SERVICE' ? t('mine.usedService') : null;
}

/** What came back to me. */
export function backText({ holds, units, fen }: Used & { readonly fen: number }): string {
  if (holds === 'VOUCHER') return t('mine.backVouchers', { count: units });
  return holds === 'BALANCE'
    ? t('mine.backBalance', { amount: formatFen(fen) })
    : t('mine.backService', { count: units });
}

interface Help {
  readonly moreFen?: number | undefined;
  readonly from?: string | undefined;
  readonly places?: readonly string[] | undefined;
  readonly item?: string | undefined;
  readonly phoneCode?: true | undefined;
  readonly claim?: true | undefined;
}

/** The smallest change that would help, as one says it. */
export function helpText({ moreFen, from, places, item, phoneCode, claim }: Help): string {
  if (moreFen !== undefined) return t('visit.more', { amount: formatFen(moreFen) });
  if (from !== undefined) return t('visit.from', { time: formatTime(from) });
  if (places !== undefined) return t('visit.places', { places: places.join(t('visit.and')) });
  if (item !== undefined) return t('visit.item', { item });
  if (claim) return t('here.claim');
  return phoneCode ? t('visit.phoneCode') : '';
}

/** The last day something can be used: its end is the first instant it cannot. */
export const lastDay = (to: string): string => formatDay(Date.parse(to) - 1);

/** How long it can still be used: by the day while that is near, else the date. */
export function expiryText(from: string, to: string, nowMs: number): string {
  if (nowMs < Date.parse(from)) return t('wallet.from', { day: formatDay(from) });
  const dayOf = (epochMs: number): number => startOfShanghaiDay(shanghaiDate(epochMs));
  const days = (dayOf(Date.parse(to) - 1) - dayOf(nowMs)) / DAY_MS;
  if (days > 30) return t('wallet.until', { day: lastDay(to) });
  return days < 1 ? t('wallet.today') : t('wallet.days', { count: days });
}
