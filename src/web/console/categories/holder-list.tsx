import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { Link, useQueryParams } from '../../shared/router.js';
import { EmptyState } from '../../shared/ui/states.js';
import { listHolders, type HolderView } from '../api/categories.js';
import styles from '../console.module.css';
import { OrgSelect } from '../org-select.js';
import { PagedTable } from '../paged-table.js';
import { categoryText } from './category-text.js';
import { MomentFields } from './moment-fields.js';

/** Who of a union held what on a day, as it was known. */
export function HolderList() {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const orgId = query.get('org') ?? '';
  const moment = { asOf: query.get('asOf') ?? '', on: query.get('on') ?? '' };
  return (
    <section className={styles.panel}>
      <div style={{ maxWidth: 360, marginBottom: 16 }}>
        <OrgSelect label={t('members.org')} value={orgId} onChange={(org) => change({ org })} />
      </div>
      <MomentFields moment={moment} change={change} />
      {orgId === '' ? (
        <EmptyState title={t('holders.choose')} />
      ) : (
        <PagedTable<HolderView>
          queryKey={['holders', orgId, moment]}
          load={(cursor, signal) => listHolders({ orgId, ...moment }, cursor, signal)}
          rowKey={(one) => one.entryId}
          empty={t('holders.empty')}
          columns={[
            {
              title: t('members.name'),
              render: (_, one) =>
                one.memberId === null ? (
                  one.memberName
                ) : (
                  <Link className={styles.textLink} to={`/console/categories/members/${one.memberId}`}>
                    {one.memberName}
                  </Link>
                ),
            },
            { title: t('members.no'), render: (_, one) => one.memberNo ?? t('holders.movedOn') },
            { title: t('members.org'), dataIndex: 'orgName' },
            { title: t('members.category'), render: (_, one) => categoryText(t, one) },
            {
              title: t('history.days'),
              render: (_, one) => `${formatDay(one.fromOn)} – ${one.untilOn ? formatDay(one.untilOn) : '…'}`,
            },
          ]}
        />
      )}
    </section>
  );
}
