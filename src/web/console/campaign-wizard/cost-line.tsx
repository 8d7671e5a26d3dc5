import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CampaignCost } from '../../../modules/benefits/previews/preview.schemas.js';
import { formatCount } from '../../shared/format.js';
import { type Draft, numberAt, textAt } from './draft.js';
import { useWizard } from './wizard-state.js';
import styles from './wizard.module.css';

const yuan = (t: TFunction, fen: number): string =>
  t('words.yuan', { amount: (fen / 100).toFixed(2).replaceAll(/\B(?=(\d{3})+\.)/g, ',') });

/** What it costs the union, as one reckons it on paper. */
export function costText(draft: Draft, cost: CampaignCost, t: TFunction): string {
  const { perVoucherFen, perUseFen, people, totalFen, usesCovered } = cost;
  const type = textAt(draft, 'mechanism.type');
  if (type === 'SERVICE')
    return t('wizard.cost.service', {
      people: people === null ? '' : t('wizard.cost.for', { people: formatCount(people) }),
    });
  if (perUseFen === 0) return t('wizard.cost.nothing');
  if (perVoucherFen !== null && people !== null && totalFen !== null)
    return t(type === 'VOUCHER_PACK' ? 'wizard.cost.pack' : 'wizard.cost.gift', {
      voucher: yuan(t, perVoucherFen),
      people: formatCount(people),
      count: numberAt(draft, 'mechanism.count'),
      total: yuan(t, totalFen),
    });
  if (type === 'GRANT' && people !== null && totalFen !== null)
    return t('wizard.cost.grant', { people: formatCount(people), total: yuan(t, totalFen) });
  if (perUseFen === null) return t('wizard.cost.open');
  const most = totalFen === null ? '' : t('wizard.cost.most', { total: yuan(t, totalFen) });
  // What stands in for a budget nobody has written lasts for nothing.
  const covers =
    usesCovered === null || numberAt(draft, 'budget.totalFen') === undefined
      ? ''
      : t('wizard.cost.covers', { uses: formatCount(usesCovered) });
  return [t('wizard.cost.use', { use: yuan(t, perUseFen) }), most, covers].filter(Boolean).join(' · ');
}

/** The cost beside what causes it, and whether the budget is enough for it. */
export function CostLine() {
  const { t } = useTranslation();
  const { draft, preview } = useWizard();
  const cost = preview?.cost;
  const budgetFen = numberAt(draft, 'budget.totalFen');
  const totalFen = cost?.totalFen ?? null;
  const missing = totalFen !== null && budgetFen !== undefined && totalFen > budgetFen ? totalFen - budgetFen : 0;
  return (
    <output className={styles.cost} aria-label={t('wizard.cost.title')}>
      <strong>{t('wizard.cost.title')}</strong>
      <span>{cost ? costText(draft, cost, t) : t('wizard.cost.later')}</span>
      {missing > 0 ? (
        <span className={styles.costMissing}>{t('wizard.cost.missing', { missing: yuan(t, missing) })}</span>
      ) : null}
    </output>
  );
}
