import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DAY_KINDS } from '../../../modules/benefits/campaigns/campaign.schemas.js';
import { formatDay } from '../../shared/format.js';
import { listAt } from './draft.js';
import { Field } from './fields.js';
import { useWizard } from './wizard-state.js';
import styles from './wizard.module.css';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const FIRST_HOURS = '09:00-21:00';

/** Ranges of hours. A field of time knows no 24:00, so midnight at the end stands for it. */
export function HoursField() {
  const { t } = useTranslation();
  const { draft, set, problemsAt } = useWizard();
  const ranges = listAt<string>(draft, 'when.hours');
  const write = (at: number, from: string, to: string): void =>
    set(`when.hours.${at}`, `${from}-${to === '00:00' ? '24:00' : to}`);
  return (
    <Field path="when.hours" isGroup optional hint={t('wizard.hoursHint')}>
      {() => (
        <div className={styles.rows}>
          {ranges.map((range, at) => {
            const [from = '', to = ''] = range.split('-');
            return (
              // A range has no name of its own; nothing of a row outlives its place.
              // oxlint-disable-next-line react/no-array-index-key
              <div key={at}>
                <div className={styles.range}>
                  <Input
                    type="time"
                    aria-label={t('wizard.hoursFrom', { at: at + 1 })}
                    value={from}
                    onChange={(event) => write(at, event.target.value, to)}
                  />
                  <span aria-hidden>–</span>
                  <Input
                    type="time"
                    aria-label={t('wizard.hoursTo', { at: at + 1 })}
                    value={to === '24:00' ? '00:00' : to}
                    onChange={(event) => write(at, from, event.target.value)}
                  />
                  <Button
                    aria-label={t('wizard.removeHours', { at: at + 1 })}
                    onClick={() => set('when.hours', ranges.toSpliced(at, 1))}
                  >
                    {t('wizard.remove')}
                  </Button>
                </div>
                {to !== '' && to < from ? <p className={styles.hint}>{t('wizard.overMidnight', { to })}</p> : null}
                {problemsAt(`when.hours.${at}`).map((text) => (
                  <p key={text} className={styles.problem}>
                    {text}
                  </p>
                ))}
              </div>
            );
          })}
          <Button onClick={() => set('when.hours', [...ranges, FIRST_HOURS])}>{t('wizard.addHours')}</Button>
        </div>
      )}
    </Field>
  );
}

export function WeekdaysField() {
  const { t } = useTranslation();
  const { draft, set } = useWizard();
  return (
    <Field path="when.weekdays" isGroup optional hint={t('editor.weekdaysHint')}>
      {() => (
        <Checkbox.Group
          value={[...listAt<number>(draft, 'when.weekdays')]}
          options={WEEKDAYS.map((day) => ({ value: day, label: t(`weekday.${day}`) }))}
          onChange={(days) =>
            set(
              'when.weekdays',
              [...days].toSorted((one, other) => one - other),
            )
          }
        />
      )}
    </Field>
  );
}

export function DayKindsField() {
  const { t } = useTranslation();
  const { draft, set } = useWizard();
  return (
    <Field path="when.dayKinds" isGroup optional hint={t('wizard.dayKindsHint')}>
      {() => (
        <Checkbox.Group
          value={[...listAt<string>(draft, 'when.dayKinds')]}
          options={DAY_KINDS.map((kind) => ({ value: kind, label: t(`why.dayKind.${kind}`) }))}
          onChange={(kinds) => set('when.dayKinds', kinds)}
        />
      )}
    </Field>
  );
}

/** Single days, one added at a time. */
export function DatesField({ path }: { readonly path: 'when.exceptDates' | 'when.onlyDates' }) {
  const { t } = useTranslation();
  const { draft, set } = useWizard();
  const [next, setNext] = useState('');
  const dates = listAt<string>(draft, path);
  const add = (): void => {
    set(path, [...new Set([...dates, next])].toSorted());
    setNext('');
  };
  return (
    <Field path={path} optional>
      {(control) => (
        <div className={styles.rows}>
          {dates.length > 0 ? (
            <ul className={styles.chips}>
              {dates.map((date) => (
                <li key={date}>
                  {formatDay(date)}
                  <Button
                    size="small"
                    type="text"
                    aria-label={t('wizard.removeDate', { day: formatDay(date) })}
                    onClick={() =>
                      set(
                        path,
                        dates.filter((one) => one !== date),
                      )
                    }
                  >
                    ×
                  </Button>
                </li>
              ))}
            </ul>
          ) : null}
          <div className={styles.range}>
            <Input {...control} type="date" value={next} onChange={(event) => setNext(event.target.value)} />
            <Button disabled={!next} onClick={add}>
              {t('wizard.addDate')}
            </Button>
          </div>
        </div>
      )}
    </Field>
  );
}
