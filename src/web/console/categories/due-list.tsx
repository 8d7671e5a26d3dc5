import { Button, Space, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { Link, navigate } from '../../shared/router.js';
import { listDue, proposeCategory, type DueView } from '../api/categories.js';
import styles from '../console.module.css';
import { PagedTable } from '../paged-table.js';
import { useAction } from '../use-action.js';
import { useMay } from '../use-may.js';
import { categoryText } from './category-text.js';
import { ExitModal } from './entry-modals.js';

/** What ends or is to be reviewed: begin the review, or let it end for somebody who needs it no more. */
export function DueList() {
  const { t } = useTranslation();
  const mayPropose = useMay('categories.propose');
  const [leaving, setLeaving] = useState<DueView | null>(null);
  const reviewed = useAction(
    (due: DueView) =>
      proposeCategory(due.memberId, {
        code: due.code,
        basis: t('due.basis'),
        ...(due.level === null ? {} : { level: due.level }),
      }),
    { done: ({ id }) => navigate(`/console/categories/cases/${id}`) },
  );
  return (
    <section className={styles.panel}>
      <p className={styles.muted}>{t('due.about')}</p>
      <PagedTable<DueView>
        queryKey={['due']}
        load={listDue}
        rowKey={(one) => one.entryId}
        empty={t('due.empty')}
        columns={[
          {
            title: t('members.name'),
            render: (_, one) => (
              <Link className={styles.textLink} to={`/console/categories/members/${one.memberId}`}>
                {one.memberName}
              </Link>
            ),
          },
          { title: t('members.org'), dataIndex: 'orgName' },
          { title: t('members.category'), render: (_, one) => categoryText(t, one) },
          { title: t('members.until'), render: (_, one) => (one.untilOn ? formatDay(one.untilOn) : '—') },
          { title: t('due.review'), render: (_, one) => (one.reviewOn ? formatDay(one.reviewOn) : '—') },
          {
            title: t('due.what'),
            render: (_, one) =>
              one.underWay ? (
                <Tag color="processing">{t('due.underWay')}</Tag>
              ) : !mayPropose ? null : (
                <Space>
                  <Button size="small" loading={reviewed.isPending} onClick={() => reviewed.mutate(one)}>
                    {t('due.begin')}
                  </Button>
                  <Button size="small" onClick={() => setLeaving(one)}>
                    {t('due.exit')}
                  </Button>
                </Space>
              ),
          },
        ]}
      />
      {leaving ? <ExitModal entryId={leaving.entryId} close={() => setLeaving(null)} /> : null}
    </section>
  );
}
