import { useTranslation } from 'react-i18next';
import { numberAt, textAt, valueAt } from './draft.js';
import { CountField, InstantField, PercentField, SwitchField, TextField, YuanField } from './fields.js';
import { TiersField } from './tiers-field.js';
import { useWizard } from './wizard-state.js';
import styles from './wizard.module.css';

function PercentOff() {
  const { t } = useTranslation();
  const { draft } = useWizard();
  const bps = numberAt(draft, 'mechanism.bps');
  return (
    <>
      <PercentField
        path="mechanism.bps"
        hint={bps === undefined ? t('editor.percentHint') : t('wizard.rate', { rate: (10_000 - bps) / 1_000 })}
      />
      <YuanField path="mechanism.capFen" optional hint={t('wizard.capHint')} />
      <YuanField path="mechanism.thresholdFen" optional />
    </>
  );
}

function AmountOff() {
  const { draft } = useWizard();
  const isRepeated = valueAt(draft, 'mechanism.repeat') === true;
  const hasCap = valueAt(draft, 'mechanism.capFen') !== undefined;
  return (
    <>
      <YuanField path="mechanism.thresholdFen" />
      <YuanField path="mechanism.offFen" />
      <SwitchField path="mechanism.repeat" />
      {isRepeated || hasCap ? <YuanField path="mechanism.capFen" optional /> : null}
    </>
  );
}

function FixedPrice() {
  const { t } = useTranslation();
  return (
    <>
      <TextField path="mechanism.item" hint={t('wizard.itemHint')} />
      <YuanField path="mechanism.priceFen" />
      <YuanField path="mechanism.thresholdFen" optional hint={t('wizard.exchangeHint')} />
    </>
  );
}

function Vouchers() {
  const { t } = useTranslation();
  return (
    <>
      <YuanField path="mechanism.voucher.thresholdFen" hint={t('wizard.noThresholdHint')} />
      <YuanField path="mechanism.voucher.offFen" />
      <CountField path="mechanism.count" unit={t('wizard.sheets')} />
      <CountField path="mechanism.perRedemption" unit={t('wizard.sheets')} />
    </>
  );
}

function VoucherPack() {
  const { t } = useTranslation();
  return (
    <>
      <Vouchers />
      <CountField path="mechanism.claims" unit={t('wizard.packs')} hint={t('wizard.claimsHint')} />
      <InstantField path="mechanism.claim.from" />
      <InstantField path="mechanism.claim.to" />
    </>
  );
}

function Service() {
  const { t } = useTranslation();
  return (
    <>
      <TextField path="mechanism.service" hint={t('wizard.serviceHint')} />
      <CountField path="mechanism.units" unit={t('wizard.uses')} />
    </>
  );
}

const FIELDS: Readonly<Record<string, () => React.ReactNode>> = {
  PERCENT_OFF: PercentOff,
  AMOUNT_OFF: AmountOff,
  FIXED_PRICE: FixedPrice,
  VOUCHER_PACK: VoucherPack,
  GRANTED_VOUCHER: Vouchers,
  SERVICE: Service,
};

/** The figures of the mechanism chosen. */
export function MechanismFields() {
  const { draft } = useWizard();
  const type = textAt(draft, 'mechanism.type');
  if (type === 'GRANT') return <TiersField />;
  const Fields = type === undefined ? undefined : FIELDS[type];
  return Fields ? (
    <div className={styles.columns} key={type}>
      <Fields />
    </div>
  ) : null;
}
