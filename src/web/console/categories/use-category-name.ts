import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listCategoryCodes } from '../api/categories.js';
import { categoryName } from './category-text.js';

/** What categories are called where a page knows their codes alone. */
export function useCategoryName(enabled = true): (code: string) => string {
  const { t } = useTranslation();
  const codes = useQuery({ queryKey: ['category-codes'], queryFn: listCategoryCodes, enabled });
  const nameOf = new Map(codes.data?.map(({ code, name }) => [code, name]));
  return (code) => categoryName(t, code, nameOf.get(code) ?? t(`category.${code}`, { defaultValue: '…' }));
}
