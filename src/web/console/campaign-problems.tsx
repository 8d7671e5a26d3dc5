import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CampaignProblem } from './api/campaigns.js';

/** What stops publishing, and below it what the checker should weigh; nothing, when there is nothing. */
export function CampaignProblems({ problems }: { readonly problems: readonly CampaignProblem[] }) {
  const { t } = useTranslation();
  const shown = (['ERROR', 'WARNING'] as const)
    .map((severity) => ({ severity, listed: problems.filter((problem) => problem.severity === severity) }))
    .filter(({ listed }) => listed.length > 0);
  return (
    <>
      {shown.map(({ severity, listed }) => (
        <Alert
          key={severity}
          type={severity === 'ERROR' ? 'error' : 'warning'}
          showIcon
          title={t(severity === 'ERROR' ? 'campaigns.problems' : 'campaigns.warnings')}
          description={
            <ul>
              {listed.map((problem, at) => (
                <li key={`${problem.field}-${problem.code}-${at}`}>
                  {t(`problem.${problem.code}`, {
                    ...problem.values,
                    defaultValue: `${problem.field}: ${problem.message}`,
                  })}
                </li>
              ))}
            </ul>
          }
        />
      ))}
    </>
  );
}
