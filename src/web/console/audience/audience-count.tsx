import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { errorCode } from '../../shared/problem.js';
import { formatCount } from '../../shared/format.js';
import { errorText } from '../../shared/texts.js';
import { countAudience, type AudienceCount, type AudienceGroup } from '../api/audiences.js';
import styles from './audience.module.css';
import { useDebounced } from './use-debounced.js';

const REST_MS = 500;

function Parks({ count }: { readonly count: AudienceCount }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...count.parks.map(({ meant }) => meant));
  return (
    <table className={styles.parks}>
      <tbody>
        {count.parks.map(({ parkCode, parkName, meant, members }) => (
          <tr key={parkCode ?? ''}>
            <th scope="row">{parkName ?? parkCode ?? t('audience.noPark')}</th>
            <td>
              <div className={styles.figure}>
                <span className={styles.track}>
                  <span style={{ width: `${(meant / most) * 100}%` }} />
                </span>
                {t('audience.ofMembers', { meant: formatCount(meant), members: formatCount(members) })}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How many an audience means just now, by park; asked again when the rules have rested. */
export function AudienceCountView({ audience, owner }: { readonly audience: AudienceGroup; readonly owner: string }) {
  const { t } = useTranslation();
  const rested = useDebounced(JSON.stringify(audience), REST_MS);
  const counted = useQuery({
    queryKey: ['audience-count', rested, owner],
    queryFn: ({ signal }) => countAudience(JSON.parse(rested) as AudienceGroup, owner, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const { data, error, isFetching } = counted;
  if (error) return <Alert type="warning" showIcon title={errorText(errorCode(error))} />;
  return (
    <Spin spinning={isFetching}>
      <p className={styles.total} aria-live="polite">
        {data
          ? t('audience.total', { meant: formatCount(data.meant), members: formatCount(data.members) })
          : t('audience.counting')}
      </p>
      {data ? <Parks count={data} /> : null}
    </Spin>
  );
}
