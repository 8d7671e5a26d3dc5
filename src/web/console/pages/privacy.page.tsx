import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useQueryParams } from '../../shared/router.js';
import styles from '../console.module.css';
import { ConsentTexts } from '../privacy/consent-texts.js';
import { Erasures } from '../privacy/erasures.js';
import { Keys } from '../privacy/keys.js';
import { Retention } from '../privacy/retention.js';
import { useMay } from '../use-may.js';

/** Personal data: deletions, how long what is kept, what people agree to, and the keys; the server decides again who sees what. */
export default function PrivacyPage() {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const mayRead = useMay('privacy.read');
  const mayManage = useMay('privacy.manage');
  const mayRun = useMay('system.read');
  const tabs = [
    { key: 'erasures', children: <Erasures />, isShown: true },
    { key: 'retention', children: <Retention mayChange={mayManage} />, isShown: mayRead },
    { key: 'consents', children: <ConsentTexts mayPublish={mayManage} />, isShown: mayRead },
    { key: 'keys', children: <Keys />, isShown: mayRun },
  ].filter(({ isShown }) => isShown);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.privacy')}</h1>
      </div>
      <section className={styles.panel}>
        <Tabs
          activeKey={query.get('tab') ?? 'erasures'}
          onChange={(tab) => change({ tab })}
          items={tabs.map(({ key, children }) => ({
            key,
            label: t(`privacy.tab.${key}`),
            children: <div className={styles.page}>{children}</div>,
          }))}
        />
      </section>
    </div>
  );
}
