import { Button, Checkbox, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { LIMIT_PERIODS, LIMIT_SCOPES } from '../../../modules/benefits/campaigns/campaign.schemas.js';
import { type Draft, listAt, valueAt } from './draft.js';
import { ChoiceField, CountField, Field, SwitchField, TextField, YuanField } from './fields.js';
import { useWizard } from './wizard-state.js';
import styles from './wizard.module.css';

const ONE_MORE = { per: 'CAMPAIGN', period: 'ALL', times: 1_000 };
const isMoney = (limit: Draft): boolean => 'amountFen' in limit;

/** Counting times or money; what does not go with the other is taken away. */
function Measure({ at, limit }: { readonly at: number; readonly limit: Draft }) {
  const { t } = useTranslation();
  const { set } = useWizard();
  const money = isMoney(limit);
  const choose = (next: string): void => {
    const { times: _times, amountFen: _amountFen, partial: _partial, ...kept } = limit;
    set(`limits.${at}`, next === 'MONEY' ? { ...kept, amountFen: null } : { ...kept, times: 1 });
  };
  return (
    <>
      <Field path={`limits.${at}.measure`} isGroup>
        {() => (
          <Radio.Group
            optionType="button"
            value={money ? 'MONEY' : 'TIMES'}
            onChange={(event) => choose(String(event.target.value))}
            options={[
              { value: 'TIMES', label: t('wizard.byTimes') },
              { value: 'MONEY', label: t('wizard.byMoney') },
            ]}
          />
        )}
      </Field>
      {money ? (
        <YuanField path={`limits.${at}.amountFen`} keepsPlace />
      ) : (
        <CountField path={`limits.${at}.times`} unit={t('wizard.uses')} keepsPlace />
      )}
    </>
  );
}

function Limit({ at, limit, all }: { readonly at: number; readonly limit: Draft; readonly all: readonly Draft[] }) {
  const { t } = useTranslation();
  const { set } = useWizard();
  const options = (prefix: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`${prefix}.${value}`) }));
  return (
    <li className={styles.limit}>
      <ChoiceField path={`limits.${at}.per`} options={options('wizard.per', LIMIT_SCOPES)} />
      <ChoiceField path={`limits.${at}.period`} options={options('period', LIMIT_PERIODS)} />
      <Measure at={at} limit={limit} />
      <TextField path={`limits.${at}.share`} optional />
      <Button aria-label={t('wizard.removeLimit', { at: at + 1 })} onClick={() => set('limits', all.toSpliced(at, 1))}>
        {t('wizard.remove')}
      </Button>
      {isMoney(limit) ? (
        <Checkbox
          className={styles.limitMore ?? ''}
          checked={valueAt(limit, 'partial') === true}
          onChange={(event) => set(`limits.${at}.partial`, event.target.checked || undefined)}
        >
          {t('wizard.partial')}
        </Checkbox>
      ) : null}
    </li>
  );
}

function Limits() {
  const { t } = useTranslation();
  const { draft, set } = useWizard();
  const limits = listAt<Draft>(draft, 'limits');
  return (
    <Field path="limits" isGroup hint={t('wizard.limitsHint')}>
      {() => (
        <div className={styles.rows}>
          <ul className={styles.rows}>
            {limits.map((limit, at) => (
              // A limit has no name of its own; nothing of a row outlives its place.
              // oxlint-disable-next-line react/no-array-index-key
              <Limit key={at} at={at} limit={limit} all={limits} />
            ))}
          </ul>
          {limits.length === 0 ? <p>{t('wizard.noLimits')}</p> : null}
          <Button onClick={() => set('limits', [...limits, ONE_MORE])}>{t('wizard.addLimit')}</Button>
        </div>
      )}
    </Field>
  );
}

/** ④ How often and how much, and the rules most campaigns leave as they are. */
export function StepLimits() {
  const { t } = useTranslation();
  return (
    <>
      <Limits />
      <details className={styles.more}>
        <summary>{t('wizard.advanced')}</summary>
        <div className={styles.columns}>
          <TextField path="stacking.group" optional hint={t('wizard.groupHint')} />
          <SwitchField path="stacking.exclusive" hint={t('wizard.exclusiveHint')} />
          <CountField path="stacking.priority" optional hint={t('wizard.priorityHint')} />
          <CountField path="reversal.untilDays" optional unit={t('wizard.days')} hint={t('wizard.untilDaysHint')} />
          <SwitchField path="reversal.restoresUse" byDefault hint={t('wizard.restoresHint')} />
          <ChoiceField
            path="offlineClass"
            byDefault="O0"
            options={['O0', 'O1', 'O2'].map((value) => ({ value, label: t(`offlineClass.${value}`) }))}
          />
        </div>
      </details>
    </>
  );
}
