import { Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { decideProposal, listProposals, type CategoryProposalView } from '../api/members.js';
import styles from '../console.module.css';
import { PagedTable } from '../paged-table.js';
import { useAction } from '../use-action.js';

/** Categories somebody proposed and somebody else decides. */
export default function CategoriesPage() {
  const { t } = useTranslation();
  const decided = useAction(({ id, approve }: { id: string; approve: boolean }) => decideProposal(id, { approve }), {
    said: t('categories.decided'),
  });
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.categories')}</h1>
      </div>
      <section className={styles.panel}>
        <PagedTable<CategoryProposalView>
          queryKey={['proposals']}
          load={listProposals}
          rowKey={(one) => one.id}
          empty={t('categories.empty')}
          columns={[
            { title: t('members.name'), dataIndex: 'memberName' },
            { title: t('members.org'), dataIndex: 'orgName' },
            {
              title: t('members.category'),
              render: (_, one) =>
                one.level ? `${one.codeName} · ${t(`level.${one.level}`, { defaultValue: one.level })}` : one.codeName,
            },
            { title: t('members.basis'), dataIndex: 'basis' },
            { title: t('members.until'), render: (_, one) => (one.untilOn ? formatDay(one.untilOn) : '—') },
            { title: t('categories.by'), dataIndex: 'proposedBy' },
            {
              title: t('categories.decide'),
              render: (_, one) =>
                one.mayDecide ? (
                  <Space>
                    <Button size="small" type="primary" onClick={() => decided.mutate({ id: one.id, approve: true })}>
                      {t('categories.approve')}
                    </Button>
                    <Button size="small" onClick={() => decided.mutate({ id: one.id, approve: false })}>
                      {t('categories.refuse')}
                    </Button>
                  </Space>
                ) : (
                  <span className={styles.muted}>{t('categories.other')}</span>
                ),
            },
          ]}
        />
      </section>
    </div>
  );
}
