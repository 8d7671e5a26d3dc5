import { useQuery } from '@tanstack/react-query';
import { Alert, Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format.js';
import { Link } from '../../shared/router.js';
import { Loaded } from '../../shared/ui/states.js';
import { getCampaign, getDiff, type CampaignDetail, type CampaignDiff } from '../api/campaigns.js';
import { CampaignActions } from '../campaign-actions.js';
import CampaignPreviewPanel from '../campaign-preview.js';
import { CampaignProblems } from '../campaign-problems.js';
import { changeText, factLines } from '../campaign-words.js';
import own from '../campaigns.module.css';
import styles from '../console.module.css';
import { StateTag } from '../state-tag.js';

interface Reviewed {
  readonly one: CampaignDetail;
  readonly diff: CampaignDiff;
}

/** The campaign first: if it changes before the difference is read, deciding on it is refused. */
async function load(id: string, signal: AbortSignal): Promise<Reviewed> {
  const one = await getCampaign(id, signal);
  return { one, diff: await getDiff(id, {}, signal) };
}

/** What changed, sentence by sentence; a first version has nothing to compare with. */
export function Changes({ diff }: { readonly diff: CampaignDiff }) {
  const { t } = useTranslation();
  if (diff.from === null) return <p>{t('review.first')}</p>;
  if (diff.changes.length === 0) return <p>{t('review.same', { version: diff.from })}</p>;
  return (
    <ul className={own.sentences}>
      {diff.changes.map((change) => (
        <li key={JSON.stringify(change)} className={own[`change${change.kind}`]}>
          {changeText(change, diff.names)}
        </li>
      ))}
    </ul>
  );
}

function Whole({ diff }: { readonly diff: CampaignDiff }) {
  return (
    <Descriptions
      bordered
      size="small"
      column={{ xs: 1, xl: 2 }}
      items={factLines(diff.facts, diff.names).map(({ field, title, text }) => ({
        key: field,
        label: title,
        children: text,
      }))}
    />
  );
}

/** What a checker reads before deciding. It does not reload by itself: nothing may change under the eyes of who decides. */
export default function CampaignReview({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const reviewed = useQuery({
    queryKey: ['campaign-review', id],
    queryFn: ({ signal }) => load(id, signal),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return (
    <div className={styles.page}>
      <Link to={`/console/campaigns/${id}`}>{t('review.back')}</Link>
      <Loaded of={reviewed} heights={[48, 160, 280]}>
        {({ one, diff }) => (
          <>
            <div className={styles.head}>
              <h1>
                {one.label} <StateTag state={one.state} />
              </h1>
              <CampaignActions one={one} isReview />
            </div>
            <p className={styles.muted}>
              {t('review.by', { made: one.madeBy.displayName, version: diff.to })}
              {one.submittedBy ? t('review.submitted', { who: one.submittedBy.displayName }) : ''}
            </p>
            {one.publishAt ? (
              <Alert type="info" showIcon title={t('publishAt.planned', { time: formatTime(one.publishAt) })} />
            ) : null}
            <CampaignProblems problems={one.problems} />
            <section className={styles.panel}>
              <h2>{diff.from === null ? t('review.new') : t('review.changes', { version: diff.from })}</h2>
              <Changes diff={diff} />
            </section>
            <section className={styles.panel}>
              <h2>{t('review.whole')}</h2>
              <Whole diff={diff} />
            </section>
            <CampaignPreviewPanel definition={one.definition} />
          </>
        )}
      </Loaded>
    </div>
  );
}
