import { Tag } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

/** A category with its level, in the words of the page; one the texts do not know shows by the name officers gave it. */
export function categoryText(
  t: TFunction,
  of: { readonly code: string; readonly codeName: string; readonly level: string | null },
): string {
  const name = t(`category.${of.code}`, { defaultValue: of.codeName });
  return of.level === null ? name : `${name} · ${levelText(t, of.level)}`;
}

export function levelText(t: TFunction, level: string): string {
  return t(`level.${level}`, { defaultValue: level });
}

const colours: Readonly<Record<string, string>> = {
  APPLIED: 'processing',
  PROPOSED: 'processing',
  IN_REVIEW: 'warning',
  NOTICE: 'warning',
  GRANTED: 'success',
  REFUSED: 'error',
};

/** Where a case stands. */
export function CaseState({ state }: { readonly state: string }) {
  const { t } = useTranslation();
  return <Tag color={colours[state] ?? 'default'}>{t(`cases.state.${state}`)}</Tag>;
}
