import { t } from 'i18next';

/** What any mechanism may say about its size; each type uses some. */
export interface Offer {
  readonly type: string;
  readonly bps?: number | undefined;
  readonly thresholdFen?: number | undefined;
  readonly offFen?: number | undefined;
  readonly capFen?: number | undefined;
  readonly repeat?: boolean | undefined;
  readonly item?: string | undefined;
  readonly priceFen?: number | undefined;
  readonly service?: string | undefined;
  /** Of a pack or gift, where its terms stand apart. */
  readonly voucher?: { readonly thresholdFen: number; readonly offFen: number } | undefined;
}

function yuan(fen: number): string {
  return fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);
}

/** What a benefit gives in the words of a shop sign: `满158减20`, `9.5折，最多减20元`, `电影票 10 元`. */
export function offerText(given: Offer): string {
  const offer = { ...given, ...given.voucher };
  const values = {
    threshold: yuan(offer.thresholdFen ?? 0),
    off: yuan(offer.offFen ?? 0),
    cap: yuan(offer.capFen ?? 0),
    percent: (offer.bps ?? 0) / 100,
    rate: (10_000 - (offer.bps ?? 0)) / 1000,
    item: offer.item,
    price: yuan(offer.priceFen ?? 0),
    service: offer.service,
  };
  const above = (offer.thresholdFen ?? 0) > 0;
  const cap = offer.capFen ? 'Cap' : '';
  switch (offer.type) {
    case 'PERCENT_OFF':
      return t(`offer.percentOff${above ? 'Above' : ''}${cap}`, values);
    case 'AMOUNT_OFF':
    case 'VOUCHER_PACK':
    case 'GRANTED_VOUCHER':
      if (!above) return t('offer.amountOffPlain', values);
      return t(offer.repeat ? `offer.amountOffRepeat${cap}` : 'offer.amountOff', values);
    case 'FIXED_PRICE':
      return t(above ? 'offer.fixedPriceAbove' : 'offer.fixedPrice', values);
    case 'GRANT':
      return t('offer.grant');
    case 'SERVICE':
      return t('offer.service', values);
    default:
      return t('offer.other');
  }
}
