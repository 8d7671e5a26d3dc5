import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../shared/ui/states.js';
import { listCategoryCodes, type CategoryCodeView } from '../api/categories.js';
import styles from '../console.module.css';
import { FoldingTable } from '../folding-table.js';
import { levelText } from './category-text.js';

/** What each category means: on what it rests, how long it is posted and holds, when it is looked at again, how long its evidence is kept. */
export function Meanings() {
  const { t } = useTranslation();
  const codes = useQuery({ queryKey: ['category-codes'], queryFn: listCategoryCodes });
  return (
    <section className={styles.panel}>
      <Loaded of={codes} heights={[40, 200]}>
        {(items) => (
          <FoldingTable<CategoryCodeView>
            rows={items}
            rowKey={(one) => one.code}
            columns={[
              {
                title: t('members.category'),
                render: (_, one) => t(`category.${one.code}`, { defaultValue: one.name }),
              },
              {
                title: t('members.level'),
                render: (_, one) => one.levels.map((level) => levelText(t, level)).join('、') || '—',
              },
              {
                title: t('meanings.apply'),
                render: (_, one) => t(one.workerMayApply ? 'meanings.may' : 'meanings.mayNot'),
              },
              {
                title: t('meanings.evidence'),
                render: (_, one) => (one.evidenceMin > 0 ? t('meanings.atLeast', { count: one.evidenceMin }) : '—'),
              },
              {
                title: t('meanings.notice'),
                render: (_, one) =>
                  one.noticeDays > 0
                    ? t(`meanings.scope.${one.noticeScope}`, { days: one.noticeDays })
                    : t('meanings.noNotice'),
              },
              { title: t('meanings.holds'), render: (_, one) => t('meanings.months', { count: one.monthsMax }) },
              { title: t('meanings.review'), render: (_, one) => t('meanings.every', { count: one.reviewMonths }) },
              { title: t('meanings.keep'), render: (_, one) => t('meanings.years', { count: one.keepYears }) },
            ]}
          />
        )}
      </Loaded>
    </section>
  );
}
