import { Tag } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../../shared/texts.js';

/** What a category is called: in Chinese the name officers gave it, in English the texts know the first ones. */
export function categoryName(t: TFunction, code: string, name: string): string {
  return currentLanguage() === 'zh-CN' ? name : t(`category.${code}`, { defaultValue: name });
}

/** A category with its level, in the words of the page. */
export function categoryText(
  t: TFunction,
  of: { readonly code: string; readonly codeName: string; readonly level: string | null },
): string {
  const name = categoryName(t, of.code, of.codeName);
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
