import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './categories.module.css';

export interface Moment {
  readonly asOf: string;
  readonly on: string;
}

/** Two days: at whose end we ask what we knew, and about which. */
export function MomentFields(props: { readonly moment: Moment; readonly change: (moment: Partial<Moment>) => void }) {
  const { t } = useTranslation();
  const { moment, change } = props;
  return (
    <div className={styles.moment}>
      <label htmlFor="as-of">
        {t('history.asOf')}
        <Input id="as-of" type="date" value={moment.asOf} onChange={({ target }) => change({ asOf: target.value })} />
      </label>
      <label htmlFor="about-day">
        {t('history.on')}
        <Input id="about-day" type="date" value={moment.on} onChange={({ target }) => change({ on: target.value })} />
      </label>
    </div>
  );
}
