import { formatFen } from '../../../shared/money.js';
import type { DecisionView } from './views.rules.js';

/** What a cashier reads out when there is nothing, and no change would help. */
export const NOTHING_AT_TILL = {
  NO_BENEFIT: '本单暂无可用优惠，按原价收款',
  NOT_AVAILABLE: '该优惠当前不可用，按原价收款',
} as const;

/** One sentence for the cashier: what to collect, or the change that would help most; null when there is neither. */
export function tillSentence(view: DecisionView): string | null {
  if (view.outcome === 'APPLIED') return `收 ${formatFen(view.payableFen)}，已优惠 ${formatFen(view.discountFen)}`;
  const helpful =
    view.left.find(({ hint }) => hint?.moreFen !== undefined) ?? view.left.find(({ hint }) => hint !== undefined);
  const hint = helpful?.hint;
  if (!hint) return null;
  return hint.moreFen === undefined ? `${helpful.label}：${hint.text}` : `${hint.text}可用「${helpful.label}」`;
}
