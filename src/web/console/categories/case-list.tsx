import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format.js';
import { Link, useQueryParams } from '../../shared/router.js';
import { listCases, type CaseView } from '../api/categories.js';
import styles from '../console.module.css';
import { PagedTable } from '../paged-table.js';
import { CaseState, categoryText } from './category-text.js';

const states = ['WAITING', 'APPLIED', 'PROPOSED', 'IN_REVIEW', 'NOTICE', 'GRANTED', 'EXITED', 'REFUSED', 'WITHDRAWN'];

/** Cases that wait for an officer, or those in another state. */
export function CaseList() {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const state = query.get('state') ?? 'WAITING';
  return (
    <>
      <div className={styles.filters}>
        <Select
          aria-label={t('cases.stateOf')}
          value={state}
          style={{ minWidth: 160 }}
          onChange={(next) => change({ state: next === 'WAITING' ? '' : next })}
          options={states.map((one) => ({ value: one, label: t(`cases.state.${one}`) }))}
        />
      </div>
      <section className={styles.panel}>
        <PagedTable<CaseView>
          queryKey={['cases', state]}
          load={(cursor, signal) => listCases({ state }, cursor, signal)}
          rowKey={(one) => one.id}
          empty={t(state === 'WAITING' ? 'cases.nothingWaits' : 'cases.none')}
          columns={[
            {
              title: t('members.name'),
              render: (_, one) => (
                <Link className={styles.textLink} to={`/console/categories/cases/${one.id}`}>
                  {one.memberName}
                </Link>
              ),
            },
            { title: t('members.org'), dataIndex: 'orgName' },
            { title: t('members.category'), render: (_, one) => categoryText(t, one) },
            { title: t('cases.kindOf'), render: (_, one) => t(`cases.kind.${one.kind}`) },
            { title: t('cases.stateOf'), render: (_, one) => <CaseState state={one.state} /> },
            {
              title: t('cases.begun'),
              render: (_, one) => (
                <span className={styles.number}>
                  {formatTime(one.createdAt)} · {one.applied ? t('cases.byWorker') : (one.proposedBy ?? '')}
                </span>
              ),
            },
          ]}
        />
      </section>
    </>
  );
}
