import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { listCategoryCodes } from '../api/categories.js';
import { categoryName } from '../categories/category-text.js';
import { type Draft, listAt, textAt } from './draft.js';
import { Field, YuanField } from './fields.js';
import { useWizard } from './wizard-state.js';
import styles from './wizard.module.css';

/** For a tier without a category. */
const REST = '-';

/** Categories with their levels, as a tier names them: `HARDSHIP`, `HARDSHIP:DEEP`. */
function useCategoryOptions(chosen: readonly string[]) {
  const { t } = useTranslation();
  const codes = useQuery({ queryKey: ['category-codes'], queryFn: listCategoryCodes });
  const options = (codes.data ?? []).flatMap(({ code, name, levels }) => {
    const category = categoryName(t, code, name);
    const ofLevel = levels.map((level) => ({
      value: `${code}:${level}`,
      label: t('words.withLevel', { name: category, level: t(`level.${level}`, { defaultValue: level }) }),
    }));
    return [{ value: code, label: category }, ...ofLevel];
  });
  const unknown = chosen.filter((code) => !options.some(({ value }) => value === code));
  return [
    ...options,
    ...unknown.map((code) => ({ value: code, label: code })),
    { value: REST, label: t('words.theRest') },
  ];
}

/** How much a balance is for whom: the first tier that fits a person counts. */
export function TiersField() {
  const { t } = useTranslation();
  const { draft, set } = useWizard();
  const tiers = listAt<Draft>(draft, 'mechanism.tiers');
  const options = useCategoryOptions(tiers.flatMap((tier) => textAt(tier, 'category') || []));
  return (
    <Field path="mechanism.tiers" isGroup hint={t('wizard.tiersHint')}>
      {() => (
        <div className={styles.rows}>
          {tiers.map((tier, at) => (
            // Tiers have no name of their own; nothing of a row outlives its place.
            // oxlint-disable-next-line react/no-array-index-key
            <div key={at} className={styles.tier}>
              <Field path={`mechanism.tiers.${at}.category`}>
                {(control) => (
                  <Select
                    {...control}
                    showSearch={{ optionFilterProp: 'label' }}
                    value={(textAt(tier, 'category') ?? REST) || null}
                    placeholder={t('audience.choose')}
                    options={options}
                    onChange={(code: string) => set(`mechanism.tiers.${at}.category`, code === REST ? undefined : code)}
                  />
                )}
              </Field>
              <YuanField path={`mechanism.tiers.${at}.amountFen`} />
              <Button
                disabled={tiers.length === 1}
                onClick={() => set('mechanism.tiers', tiers.toSpliced(at, 1))}
                aria-label={t('wizard.removeTier', { at: at + 1 })}
              >
                {t('wizard.remove')}
              </Button>
            </div>
          ))}
          {/* Before the last: whoever is left stays last. */}
          <Button onClick={() => set('mechanism.tiers', withTier(tiers))}>{t('wizard.addTier')}</Button>
        </div>
      )}
    </Field>
  );
}

function withTier(tiers: readonly Draft[]): readonly Draft[] {
  const last = tiers.at(-1);
  const isRest = last !== undefined && textAt(last, 'category') === undefined;
  const next = { category: '' };
  return isRest ? [...tiers.slice(0, -1), next, last] : [...tiers, next];
}
