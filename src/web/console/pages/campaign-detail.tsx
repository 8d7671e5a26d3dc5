import { useQuery } from '@tanstack/react-query';
import { Alert, Descriptions, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount, formatDay, formatFen, formatTime } from '../../shared/format.js';
import { offerText } from '../../shared/offer.js';
import { Link } from '../../shared/router.js';
import { Loaded } from '../../shared/ui/states.js';
import { getCampaign, type CampaignDetail } from '../api/campaigns.js';
import { CampaignBoard } from '../campaign-board.js';
import { CampaignActions } from '../campaign-actions.js';
import { CampaignHoldingsPanel } from '../campaign-holdings.js';
import { CampaignProblems } from '../campaign-problems.js';
import styles from '../console.module.css';
import { StateTag } from '../state-tag.js';
import { Spent } from './campaigns.page.js';

function Rules({ one }: { readonly one: CampaignDetail }) {
  const { t } = useTranslation();
  const { definition } = one;
  const names = (prefix: string, codes: readonly string[]): string =>
    codes.map((code) => t(`${prefix}.${code}`, { defaultValue: code })).join('、');
  const places = [
    names('merchantCategory', definition.where.merchantCategories),
    ...definition.where.merchants,
    ...definition.where.stores,
  ].filter(Boolean);
  const funding = definition.funding.map((share) => `${t(`payer.${share.payer}`)} ${share.bps / 100}%`).join(' + ');
  const limits = definition.limits.map((limit) =>
    t(`limit.${limit.times === undefined ? 'money' : 'times'}`, {
      per: t(`per.${limit.per}`),
      period: t(`period.${limit.period}`),
      times: limit.times,
      amount: formatFen(limit.amountFen ?? 0),
    }),
  );
  const { when } = definition;
  const times = [
    `${formatDay(when.from)} – ${formatDay(when.to)}`,
    when.weekdays.map((day) => t(`weekday.${day}`)).join(' '),
    when.hours.join(' '),
  ].filter(Boolean);
  return (
    <Descriptions
      bordered
      size="small"
      column={{ xs: 1, lg: 2 }}
      items={[
        { key: 'offer', label: t('campaigns.offer'), children: offerText(one.mechanism) },
        { key: 'kind', label: t('campaigns.kind'), children: t(`kind.${one.kind}`) },
        { key: 'owner', label: t('campaigns.owner'), children: one.owner.name },
        { key: 'when', label: t('campaigns.when'), children: times.join(' · ') },
        {
          key: 'where',
          label: t('campaigns.where'),
          children: places.length ? places.join('、') : t('campaigns.everywhere'),
        },
        { key: 'limits', label: t('campaigns.limits'), children: limits.length ? limits.join('；') : '—' },
        { key: 'funding', label: t('campaigns.funding'), children: funding },
        { key: 'spent', label: t('campaigns.spent'), children: <Spent row={one} /> },
        { key: 'uses', label: t('campaigns.uses'), children: formatCount(one.uses) },
        { key: 'made', label: t('campaigns.madeBy'), children: one.madeBy.displayName },
        { key: 'checked', label: t('campaigns.checkedBy'), children: one.checkedBy?.displayName ?? '—' },
      ]}
    />
  );
}

/** One campaign: what it says, who made and checked it, what stands in its way, how it runs. */
export default function CampaignDetailView({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const campaign = useQuery({
    queryKey: ['campaign', id],
    queryFn: ({ signal }) => getCampaign(id, signal),
    refetchInterval: 10_000,
  });
  return (
    <div className={styles.page}>
      <Link to="/console/campaigns">{t('campaigns.back')}</Link>
      <Loaded of={campaign} heights={[48, 280]}>
        {(one) => (
          <>
            <div className={styles.head}>
              <h1>
                {one.label} <StateTag state={one.live?.state === 'GRANTING' ? 'GRANTING' : one.state} />
              </h1>
              <CampaignActions one={one} />
            </div>
            {one.publishAt ? (
              <Alert type="info" showIcon title={t('publishAt.planned', { time: formatTime(one.publishAt) })} />
            ) : null}
            <CampaignProblems problems={one.problems} />
            <section className={styles.panel}>
              <Rules one={one} />
            </section>
            <CampaignHoldingsPanel one={one} />
            <CampaignBoard id={id} />
            {one.versions.length ? (
              <section className={styles.panel}>
                <h2>{t('campaigns.versions')}</h2>
                <Timeline
                  items={one.versions.map((version) => ({
                    key: version.version,
                    content: t('campaigns.version', {
                      version: version.version,
                      at: formatTime(version.publishedAt),
                      made: version.madeBy.displayName,
                      checked: version.checkedBy.displayName,
                    }),
                  }))}
                />
              </section>
            ) : null}
          </>
        )}
      </Loaded>
    </div>
  );
}
