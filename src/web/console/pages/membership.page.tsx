import { Badge, Button, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQueryParams } from '../../shared/router.js';
import styles from '../console.module.css';
import { ApplicationsTab } from '../membership/applications-tab.js';
import { ProposeModal } from '../membership/propose-modal.js';
import { TransfersTab } from '../membership/transfers-tab.js';
import { WithdrawalsTab } from '../membership/withdrawals-tab.js';
import { useWaiting } from '../membership/waiting-count.js';
import { useMay } from '../use-may.js';

/** Joining and moving: what waits for this officer, and what became of the rest. */
export default function MembershipPage() {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const mayChange = useMay('members.change');
  const [proposing, setProposing] = useState(false);
  const waiting = useWaiting(mayChange).data;
  const titled = (title: string, count: number) => (
    <span>
      {title} <Badge count={count} size="small" title={t('membership.waitingCount', { count })} />
    </span>
  );
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.membership')}</h1>
        {mayChange ? (
          <Button type="primary" onClick={() => setProposing(true)}>
            {t('membership.propose')}
          </Button>
        ) : null}
      </div>
      <section className={styles.panel}>
        <Tabs
          activeKey={query.get('tab') ?? 'applications'}
          onChange={(tab) => change({ tab })}
          destroyOnHidden
          items={[
            {
              key: 'applications',
              label: titled(t('membership.applications'), waiting?.applications ?? 0),
              children: <ApplicationsTab />,
            },
            {
              key: 'transfers',
              label: titled(t('membership.transfers'), waiting?.transfers ?? 0),
              children: <TransfersTab />,
            },
            {
              key: 'withdrawals',
              label: titled(t('leave.title'), waiting?.withdrawals ?? 0),
              children: <WithdrawalsTab />,
            },
          ]}
        />
      </section>
      {proposing ? <ProposeModal close={() => setProposing(false)} /> : null}
    </div>
  );
}
