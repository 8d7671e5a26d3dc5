import { Button, InputNumber, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatFen } from '../../shared/format.js';
import { BudgetPicker } from '../budget-picker.js';
import { CostLine } from './cost-line.js';
import { listAt, textAt, withValue } from './draft.js';
import { Field, YuanField } from './fields.js';
import { bpsOf, type Share, sharesOf, withShare } from './funding.js';
import { useWizard } from './wizard-state.js';
import styles from './wizard.module.css';

const PAYERS = ['UNION', 'MERCHANT'] as const;

function FundingField() {
  const { t } = useTranslation();
  const { draft, set } = useWizard();
  const hasBudget = textAt(draft, 'budget.from') !== undefined;
  const shares = sharesOf(listAt<Share>(draft, 'funding'), hasBudget);
  const isShared = shares.length > 1;
  return (
    <Field path="funding" isGroup hint={t('wizard.fundingHint')}>
      {() => (
        <>
          <div className={styles.shares}>
            {PAYERS.map((payer) => (
              <div key={payer} className={styles.share}>
                <span aria-hidden>{t(`wizard.pays.${payer}`)}</span>
                <InputNumber
                  aria-label={t(`wizard.pays.${payer}`)}
                  min={0}
                  max={100}
                  precision={2}
                  suffix="%"
                  disabled={!hasBudget}
                  value={bpsOf(shares, payer) / 100}
                  onChange={(percent) =>
                    percent === null ? undefined : set('funding', withShare(shares, payer, Math.round(percent * 100)))
                  }
                />
              </div>
            ))}
          </div>
          <div className={styles.shareBar} aria-hidden>
            <span style={{ width: `${bpsOf(shares, 'UNION') / 100}%` }} />
          </div>
          {isShared ? (
            <Radio.Group
              aria-label={t('wizard.oddFen')}
              value={shares[0]?.payer}
              onChange={() => set('funding', shares.toReversed())}
              options={PAYERS.map((payer) => ({
                value: payer,
                label: t('wizard.oddFenBy', { who: t(`payer.${payer}`) }),
              }))}
            />
          ) : null}
        </>
      )}
    </Field>
  );
}

/** ⑤ What it costs, and who pays. */
export function StepMoney() {
  const { t } = useTranslation();
  const { draft, set, change, preview } = useWizard();
  const line = textAt(draft, 'budget.from');
  const neededFen = preview?.cost.totalFen ?? null;
  const draw = (from: string | null): void => {
    if (from !== null && line !== undefined) set('budget.from', from);
    // Beginning to draw, or drawing no more, is a new answer to who pays.
    else
      change((before) =>
        withValue(withValue(before, 'budget', from === null ? undefined : { from }), 'funding', undefined),
      );
  };
  return (
    <>
      <Field path="budget.from" optional hint={t('editor.budgetHint')}>
        {(control) => <BudgetPicker id={control.id} value={line} owner={textAt(draft, 'owner')} onChange={draw} />}
      </Field>
      {line === undefined ? null : (
        <>
          <YuanField path="budget.totalFen" />
          {neededFen !== null && neededFen > 0 ? (
            <div>
              <Button onClick={() => set('budget.totalFen', neededFen)}>
                {t('wizard.takeNeeded', { amount: formatFen(neededFen) })}
              </Button>
            </div>
          ) : null}
        </>
      )}
      <FundingField />
      <CostLine />
    </>
  );
}
