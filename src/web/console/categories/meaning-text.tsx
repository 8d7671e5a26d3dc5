import type { TFunction } from 'i18next';
import type { Meaning } from '../api/categories.js';
import { levelText } from './category-text.js';

/** How long and to whom something is posted. */
export function noticeText(
  t: TFunction,
  { noticeDays, noticeScope }: Pick<Meaning, 'noticeDays' | 'noticeScope'>,
): string {
  return noticeDays > 0 ? t(`meanings.scope.${noticeScope}`, { days: noticeDays }) : t('meanings.noNotice');
}

/** A meaning in one line, where it stands beside what was decided by it. */
export function meaningLine(t: TFunction, meaning: Meaning): string {
  const { monthsMax: months, reviewMonths: review, evidenceMin: evidence } = meaning;
  return t('meanings.summary', { notice: noticeText(t, meaning), months, review, evidence });
}

export interface Told {
  readonly label: string;
  readonly value: string;
}

/** Everything a meaning says, a line each. */
export function meaningLines(t: TFunction, meaning: Meaning): readonly Told[] {
  const yesNo = (is: boolean): string => t(is ? 'meanings.yes' : 'meanings.no');
  return [
    { label: t('meanings.name'), value: meaning.name },
    {
      label: t('meanings.levels'),
      value: meaning.levels.map((level) => levelText(t, level)).join('、') || t('meanings.levelsNone'),
    },
    { label: t('meanings.apply'), value: t(meaning.workerMayApply ? 'meanings.may' : 'meanings.mayNot') },
    { label: t('meanings.evidence'), value: t('meanings.atLeast', { count: meaning.evidenceMin }) },
    {
      label: t('meanings.notice'),
      value: meaning.noticeDays > 0 ? t('meanings.days', { count: meaning.noticeDays }) : t('meanings.noNotice'),
    },
    // A line of its own: it may change while nothing is posted.
    { label: t('meanings.noticeScope'), value: t(`meanings.scopeName.${meaning.noticeScope}`) },
    { label: t('meanings.holds'), value: t('meanings.months', { count: meaning.monthsMax }) },
    { label: t('meanings.review'), value: t('meanings.every', { count: meaning.reviewMonths }) },
    { label: t('meanings.keep'), value: t('meanings.years', { count: meaning.keepYears }) },
    { label: t('meanings.retired'), value: yesNo(meaning.retired) },
  ];
}
