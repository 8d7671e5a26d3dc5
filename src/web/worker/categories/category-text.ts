import type { TFunction } from 'i18next';
import { currentLanguage } from '../../shared/texts.js';

/** A category and its level in plain words: in Chinese by the name officers gave it, in English by the texts where they know it. */
export function categoryText(
  t: TFunction,
  of: { readonly code: string; readonly codeName: string; readonly level: string | null },
): string {
  const name =
    currentLanguage() === 'zh-CN' ? of.codeName : t(`help.category.${of.code}`, { defaultValue: of.codeName });
  return of.level === null ? name : `${name} · ${t(`help.level.${of.level}`, { defaultValue: of.level })}`;
}
