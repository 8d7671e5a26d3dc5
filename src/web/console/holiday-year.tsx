import { useTranslation } from 'react-i18next';
import { formatDay } from '../shared/format.js';
import type { Holiday } from './api/holidays.js';
import styles from './holidays.module.css';

const DAY_MS = 86_400_000;
const MONTHS = Array.from({ length: 12 }, (_, month) => month);
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

interface YearProps {
  readonly year: number;
  readonly byDay: ReadonlyMap<string, Holiday>;
  /** Null for who may only look. */
  readonly choose: ((dateOn: string) => void) | null;
}

/** The weeks of a month, Monday first; days of other months are holes. */
function weeksOf(year: number, month: number): (string | null)[][] {
  const first = new Date(Date.UTC(year, month, 1));
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const before = (first.getUTCDay() + 6) % 7;
  const cells = Array.from({ length: Math.ceil((before + days) / 7) * 7 }, (_, at) =>
    at < before || at >= before + days
      ? null
      : new Date(first.getTime() + (at - before) * DAY_MS).toISOString().slice(0, 10),
  );
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

function Day({
  dateOn,
  isWeekend,
  day,
  choose,
}: {
  readonly dateOn: string;
  readonly isWeekend: boolean;
  readonly day: Holiday | undefined;
  readonly choose: (() => void) | null;
}) {
  const { t } = useTranslation();
  const kind = day?.kind ?? (isWeekend ? 'RESTDAY' : 'WORKDAY');
  const said = t('holidays.day', { date: formatDay(dateOn), kind: t(`why.dayKind.${kind}`), name: day?.name ?? '' });
  return (
    <button
      type="button"
      className={`${styles.day} ${day ? styles[`day${day.kind}`] : isWeekend ? styles.dayRESTDAY : ''}`}
      aria-label={said.trim()}
      title={said.trim()}
      disabled={choose === null}
      onClick={choose ?? undefined}
    >
      {Number(dateOn.slice(8))}
      {/* A letter beside the colour, as printed calendars have it. */}
      {day ? <small>{t(`holidays.mark.${day.kind}`)}</small> : null}
    </button>
  );
}

/** Twelve months drawn, every day a button; what differs from its weekday is marked by a letter and a colour. */
export function HolidayCalendar({ year, byDay, choose }: YearProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.months}>
      {MONTHS.map((month) => (
        <table key={month} className={styles.month}>
          <caption>{t('holidays.month', { year, month: month + 1 })}</caption>
          <thead>
            <tr>
              {WEEKDAYS.map((weekday) => (
                <th key={weekday} scope="col" abbr={t(`weekday.${weekday}`)}>
                  {t(`holidays.weekday.${weekday}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(year, month).map((week, at) => (
              <tr key={at}>
                {week.map((dateOn, weekday) => (
                  <td key={dateOn ?? `${at}-${weekday}`}>
                    {dateOn ? (
                      <Day
                        dateOn={dateOn}
                        isWeekend={weekday >= 5}
                        day={byDay.get(dateOn)}
                        choose={choose && (() => choose(dateOn))}
                      />
                    ) : null}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
