import { t } from 'i18next';

/** What any mechanism may say about its size; each type uses some. */
export interface Offer {
  readonly type: string;
  readonly bps?: number | undefined;
  readonly thresholdFen?: number | undefined;
  readonly offFen?: number | undefined;
  readonly capFen?: number | undefined;
  readonly repeat?: boolean | undefined;
}

function yuan(fen: number): string {
  return fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);
}

/** What a benefit gives in the words of a shop sign: `满158减20`, `9.5折，最多减20元`. */
export function offerText(offer: Offer): string {
  const values = {
    threshold: yuan(offer.thresholdFen ?? 0),
    off: yuan(offer.offFen ?? 0),
    cap: yuan(offer.capFen ?? 0),
    percent: (offer.bps ?? 0) / 100,
    rate: (10_000 - (offer.bps ?? 0)) / 1000,
  };
  const above = (offer.thresholdFen ?? 0) > 0;
  const cap = offer.capFen ? 'Cap' : '';
  if (offer.type === 'PERCENT_OFF') return t(`offer.percentOff${above ? 'Above' : ''}${cap}`, values);
  if (offer.type !== 'AMOUNT_OFF') return t('offer.other');
  if (!above) return t('offer.amountOffPlain', values);
  return t(offer.repeat ? `offer.amountOffRepeat${cap}` : 'offer.amountOff', values);
}
