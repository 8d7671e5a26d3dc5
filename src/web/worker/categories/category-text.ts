import type { TFunction } from 'i18next';

/** A category and its level in plain words; one the texts do not know shows by the name officers gave it. */
export function categoryText(
  t: TFunction,
  of: { readonly code: string; readonly codeName: string; readonly level: string | null },
): string {
  const name = t(`help.category.${of.code}`, { defaultValue: of.codeName });
  return of.level === null ? name : `${name} · ${t(`help.level.${of.level}`, { defaultValue: of.level })}`;
}
