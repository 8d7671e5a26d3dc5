import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, navigate, pathUnder, usePath } from '../../shared/router.js';
import { CaseDetail } from '../categories/case-detail.js';
import { CaseList } from '../categories/case-list.js';
import { DueList } from '../categories/due-list.js';
import { HolderList } from '../categories/holder-list.js';
import { Meanings } from '../categories/meanings.js';
import { MemberHistory } from '../categories/member-history.js';
import { NoticeBoard } from '../categories/notice-board.js';
import styles from '../console.module.css';

const base = '/console/categories';
const tabs = [
  { key: '', name: 'cases', Shown: CaseList },
  { key: 'due', name: 'due', Shown: DueList },
  { key: 'notices', name: 'notices', Shown: NoticeBoard },
  { key: 'holders', name: 'holders', Shown: HolderList },
  { key: 'meaning', name: 'meaning', Shown: Meanings },
] as const;

function Below({ rest }: { readonly rest: string }) {
  const { t } = useTranslation();
  const [kind, id] = rest.split('/');
  const isOne = id !== undefined && (kind === 'cases' || kind === 'members');
  if (isOne) {
    return (
      <>
        <Link className={styles.textLink} to={base}>
          {t('categories.back')}
        </Link>
        {kind === 'cases' ? <CaseDetail key={id} id={id} /> : <MemberHistory key={id} memberId={id} />}
      </>
    );
  }
  return (
    <Tabs
      activeKey={tabs.some(({ key }) => key === kind) ? (kind ?? '') : ''}
      destroyOnHidden
      onChange={(key) => navigate(key === '' ? base : `${base}/${key}`)}
      items={tabs.map(({ key, name, Shown }) => ({
        key,
        label: t(`categories.tab.${name}`),
        children: (
          <div className={styles.page}>
            <Shown />
          </div>
        ),
      }))}
    />
  );
}

/** Named groups: cases from application to end, what is due, what is posted, who holds what, and what it all means. */
export default function CategoriesPage() {
  const { t } = useTranslation();
  const rest = pathUnder(usePath(), base) ?? '';
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.categories')}</h1>
      </div>
      <Below rest={rest} />
    </div>
  );
}
