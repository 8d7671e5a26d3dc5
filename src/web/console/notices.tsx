import { Alert, Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatFen } from '../shared/format.js';
import { Link } from '../shared/router.js';
import { type AlertView, noteAlert } from './api/alerts.js';
import styles from './console.module.css';
import { useAction } from './use-action.js';

/** Above this a notice is a warning. */
const nearlyUsed = 80;

/** What people should know of their budgets; one click notes it, and it goes by itself when it is no longer so. */
export function Notices({ notices }: { readonly notices: readonly AlertView[] }) {
  const { t } = useTranslation();
  if (notices.length === 0) return null;
  return (
    <section aria-label={t('notice.title')}>
      <Space orientation="vertical" style={{ width: '100%' }}>
        {notices.map((one) => (
          <Notice key={one.id} one={one} />
        ))}
      </Space>
    </section>
  );
}

function Notice({ one }: { readonly one: AlertView }) {
  const { t } = useTranslation();
  const noted = useAction(() => noteAlert(one.id), { said: t('notice.noted') });
  const { name, usedFen, totalFen, percent } = one.detail;
  const isCampaign = one.subjectKind === 'campaign';
  const said = {
    name: String(name),
    percent: Number(percent),
    used: formatFen(Number(usedFen)),
    total: formatFen(Number(totalFen)),
  };
  return (
    <Alert
      type={said.percent >= nearlyUsed ? 'warning' : 'info'}
      showIcon
      title={
        <>
          {t(isCampaign ? 'notice.campaign' : 'notice.line', said)}{' '}
          <Link
            className={styles.textLink}
            to={isCampaign ? `/console/campaigns/${one.subjectId}` : '/console/budgets'}
          >
            {t(isCampaign ? 'notice.toCampaign' : 'notice.toBudgets')}
          </Link>
        </>
      }
      action={
        <Button size="small" loading={noted.isPending} onClick={() => noted.mutate(undefined)}>
          {t('notice.note')}
        </Button>
      }
    />
  );
}
