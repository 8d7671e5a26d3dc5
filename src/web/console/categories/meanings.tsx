import { useQuery } from '@tanstack/react-query';
import { Button, Space, type TableColumnsType, Tag } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../shared/ui/states.js';
import { listCategoryCodes, type CategoryCodeView } from '../api/categories.js';
import styles from '../console.module.css';
import { FoldingTable } from '../folding-table.js';
import { useMay } from '../use-may.js';
import { categoryName, levelText } from './category-text.js';
import { MeaningForm } from './meaning-form.js';
import { MeaningHistory, MeaningProposals } from './meaning-proposals.js';
import { noticeText } from './meaning-text.js';

function columnsOf(t: TFunction): TableColumnsType<CategoryCodeView> {
  return [
    {
      title: t('members.category'),
      render: (_, one) => (
        <>
          {categoryName(t, one.code, one.name)} {one.retired ? <Tag>{t('meanings.retired')}</Tag> : null}
        </>
      ),
    },
    {
      title: t('members.level'),
      render: (_, one) => one.levels.map((level) => levelText(t, level)).join('、') || '—',
    },
    { title: t('meanings.apply'), render: (_, one) => t(one.workerMayApply ? 'meanings.may' : 'meanings.mayNot') },
    {
      title: t('meanings.evidence'),
      render: (_, one) => (one.evidenceMin > 0 ? t('meanings.atLeast', { count: one.evidenceMin }) : '—'),
    },
    { title: t('meanings.notice'), render: (_, one) => noticeText(t, one) },
    { title: t('meanings.holds'), render: (_, one) => t('meanings.months', { count: one.monthsMax }) },
    { title: t('meanings.review'), render: (_, one) => t('meanings.every', { count: one.reviewMonths }) },
    { title: t('meanings.keep'), render: (_, one) => t('meanings.years', { count: one.keepYears }) },
  ];
}

/** What each category means: on what it rests, how long it is posted and holds, when it is looked at again, how long its evidence is kept. */
export function Meanings() {
  const { t } = useTranslation();
  const may = useMay('categories.define');
  const codes = useQuery({ queryKey: ['category-codes'], queryFn: listCategoryCodes });
  const [changed, setChanged] = useState<CategoryCodeView | 'new' | null>(null);
  const [told, setTold] = useState<CategoryCodeView | null>(null);
  const actions = (one: CategoryCodeView) => (
    <Space>
      {may ? (
        <Button size="small" onClick={() => setChanged(one)}>
          {t('meanings.change')}
        </Button>
      ) : null}
      <Button size="small" onClick={() => setTold(one)}>
        {t('meanings.history')}
      </Button>
    </Space>
  );
  return (
    <>
      <MeaningProposals />
      <section className={styles.panel}>
        {may ? (
          <div style={{ marginBottom: 16 }}>
            <Button type="primary" onClick={() => setChanged('new')}>
              {t('meanings.add')}
            </Button>
          </div>
        ) : null}
        <Loaded of={codes} heights={[40, 200]}>
          {(items) => (
            <FoldingTable<CategoryCodeView>
              rows={items}
              rowKey={(one) => one.code}
              columns={[...columnsOf(t), { title: t('meanings.action'), render: (_, one) => actions(one) }]}
            />
          )}
        </Loaded>
      </section>
      {changed === null ? null : <MeaningForm of={changed === 'new' ? null : changed} close={() => setChanged(null)} />}
      {told === null ? null : <MeaningHistory of={told} close={() => setTold(null)} />}
    </>
  );
}
