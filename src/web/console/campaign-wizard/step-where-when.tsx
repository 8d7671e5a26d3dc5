import { useTranslation } from 'react-i18next';
import { InstantField } from './fields.js';
import { MerchantCategoriesField, MerchantsField, StoresField } from './place-select.js';
import { DatesField, DayKindsField, HoursField, WeekdaysField } from './when-fields.js';
import styles from './wizard.module.css';

/** ③ Where and when it can be used. */
export function StepWhereWhen() {
  const { t } = useTranslation();
  return (
    <>
      <h3 className={styles.sub}>{t('wizard.where')}</h3>
      <p className={styles.hint}>{t('wizard.whereHint')}</p>
      <div className={styles.columns}>
        <MerchantCategoriesField />
        <MerchantsField />
        <StoresField />
      </div>
      <h3 className={styles.sub}>{t('wizard.when')}</h3>
      <div className={styles.columns}>
        <InstantField path="when.from" />
        <InstantField path="when.to" hint={t('wizard.toHint')} />
      </div>
      <WeekdaysField />
      <HoursField />
      <details className={styles.more}>
        <summary>{t('wizard.moreDays')}</summary>
        <DayKindsField />
        <div className={styles.columns}>
          <DatesField path="when.exceptDates" />
          <DatesField path="when.onlyDates" />
        </div>
      </details>
    </>
  );
}
