import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/format.js';
import { Link } from '../../shared/router.js';
import type { OrgObstacle, OrgOutlook } from '../api/union-tree.js';
import styles from '../console.module.css';

/** Where somebody puts right what stands against a change. */
const pages: Readonly<Record<OrgObstacle['kind'], (orgId: string) => string>> = {
  UNIONS: () => '/console/unions',
  MEMBERS: (orgId) => `/console/members?org=${orgId}`,
  APPLICATIONS: () => '/console/membership',
  TRANSFERS: () => '/console/membership',
  OFFICERS: () => '/console/officers',
  IMPORTS: () => '/console/imports',
  BUDGET_LINES: () => '/console/budgets',
  CAMPAIGNS: () => '/console/campaigns',
};

/** What would follow from a change, or everything that stands against it with the way to put it right. */
export function OutlookView({ outlook, kind }: { readonly outlook: OrgOutlook; readonly kind: 'move' | 'dissolve' }) {
  const { t } = useTranslation();
  const { orgId, refusal, obstacles } = outlook;
  if (refusal !== null) return <Alert type="warning" showIcon title={t(`unions.refusal.${refusal}`)} />;
  if (obstacles.length === 0)
    return kind === 'move' ? <Follows outlook={outlook} /> : <Alert type="info" showIcon title={t('unions.mayEnd')} />;
  return (
    <Alert
      type="warning"
      showIcon
      title={t(`unions.blocked.${kind}`)}
      description={
        <ul className={styles.obstacles}>
          {obstacles.map(({ kind: what, count, names }) => (
            <li key={what}>
              {t(`unions.obstacle.${what}`, { count: formatCount(count) })}
              {names.length > 0 ? t('unions.named', { names: names.join('、') }) : ''}{' '}
              <Link className={styles.textLink} to={pages[what](orgId)}>
                {t(`unions.remedy.${what}`)}
              </Link>
            </li>
          ))}
        </ul>
      }
    />
  );
}

function Follows({ outlook }: { readonly outlook: OrgOutlook }) {
  const { t } = useTranslation();
  const { unions, members, officers, enterprises, parkBefore, parkAfter } = outlook;
  const counts = {
    unions: formatCount(unions),
    members: formatCount(members),
    officers: formatCount(officers),
    enterprises: formatCount(enterprises),
  };
  const nowhere = t('unions.noPark');
  return (
    <Alert
      type="info"
      showIcon
      title={t('unions.follows', counts)}
      description={
        <>
          <p>
            {parkBefore === parkAfter
              ? t('unions.parkStays', { park: parkAfter ?? nowhere })
              : t('unions.parkChanges', { from: parkBefore ?? nowhere, to: parkAfter ?? nowhere })}
          </p>
          <p>{t('unions.givenEnds')}</p>
        </>
      }
    />
  );
}
