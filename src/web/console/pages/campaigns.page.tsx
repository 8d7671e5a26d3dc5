import { Button, Input, Progress, Select } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatDay, formatFen } from '../../shared/format.js';
import { offerText } from '../../shared/offer.js';
import { Link, navigate, pathUnder, usePath, useQueryParams } from '../../shared/router.js';
import { Skeleton } from '../../shared/ui/states.js';
import { listCampaigns, type CampaignRow } from '../api/campaigns.js';
import styles from '../console.module.css';
import { PagedTable } from '../paged-table.js';
import { StateTag } from '../state-tag.js';
import { useMay } from '../use-may.js';

const CampaignDetailView = lazy(() => import('./campaign-detail.js'));
const CampaignEditor = lazy(() => import('./campaign-editor.js'));
const CampaignReview = lazy(() => import('./campaign-review.js'));
const TemplateGallery = lazy(() => import('./campaign-templates.js'));

const states = ['DRAFT', 'IN_REVIEW', 'APPROVED', 'PUBLISHED', 'PAUSED', 'ENDED'];

/** Money spent of the money given; without a budget the merchants pay. */
export function Spent({ row }: { readonly row: Pick<CampaignRow, 'spentFen' | 'heldFen' | 'totalFen'> }) {
  const { t } = useTranslation();
  if (row.totalFen === 0) return <span className={styles.muted}>{t('campaigns.noBudget')}</span>;
  const percent = Math.min(100, Math.round(((row.spentFen + row.heldFen) / row.totalFen) * 100));
  return (
    <div style={{ minWidth: 160 }}>
      <span className={styles.number}>
        {formatFen(row.spentFen)} / {formatFen(row.totalFen)}
      </span>
      <Progress
        aria-label={t('campaigns.spent')}
        percent={percent}
        size="small"
        {...(percent >= 90 ? { status: 'exception' as const } : {})}
      />
    </div>
  );
}

function CampaignList() {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const mayWrite = useMay('campaigns.write');
  const q = query.get('q') ?? '';
  const state = query.get('state') ?? '';
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.campaigns')}</h1>
        <div className={styles.filters}>
          <Select
            aria-label={t('campaigns.state')}
            value={state}
            style={{ minWidth: 120 }}
            onChange={(next) => change({ state: next })}
            options={[
              { value: '', label: t('campaigns.allStates') },
              ...states.map((one) => ({ value: one, label: t(`state.${one}`) })),
            ]}
          />
          <Input.Search
            allowClear
            defaultValue={q}
            aria-label={t('campaigns.search')}
            placeholder={t('campaigns.search')}
            onSearch={(text) => change({ q: text.trim() })}
          />
          {mayWrite ? (
            <Button type="primary" onClick={() => navigate('/console/campaigns/new')}>
              {t('campaigns.new')}
            </Button>
          ) : null}
        </div>
      </div>
      <section className={styles.panel}>
        <PagedTable<CampaignRow>
          queryKey={['campaigns', state, q]}
          load={(cursor, signal) => listCampaigns(state, q, cursor, signal)}
          rowKey={(row) => row.id}
          empty={t('campaigns.empty')}
          columns={[
            {
              title: t('campaigns.label'),
              render: (_, row) => <Link to={`/console/campaigns/${row.id}`}>{row.label}</Link>,
            },
            { title: t('campaigns.offer'), render: (_, row) => offerText(row.mechanism) },
            { title: t('campaigns.kind'), render: (_, row) => t(`kind.${row.kind}`) },
            { title: t('campaigns.owner'), render: (_, row) => row.owner.name },
            {
              title: t('campaigns.when'),
              render: (_, row) => `${formatDay(row.when.from)} – ${formatDay(row.when.to)}`,
            },
            { title: t('campaigns.spent'), render: (_, row) => <Spent row={row} /> },
            { title: t('campaigns.uses'), align: 'right', render: (_, row) => formatCount(row.uses) },
            { title: t('campaigns.state'), render: (_, row) => <StateTag state={row.state} /> },
          ]}
        />
      </section>
    </div>
  );
}

function Inner({ rest }: { readonly rest: string }) {
  if (rest === '') return <CampaignList />;
  if (rest === 'new') return <TemplateGallery />;
  if (rest === 'new/blank') return <CampaignEditor id={null} />;
  const [id = '', action] = rest.split('/');
  if (action === 'edit') return <CampaignEditor id={id} />;
  return action === 'review' ? <CampaignReview id={id} /> : <CampaignDetailView id={id} />;
}

/** Campaigns: the list, one of them, and the form that writes them. */
export default function CampaignsPage() {
  const rest = pathUnder(usePath(), '/console/campaigns') ?? '';
  return (
    <Suspense fallback={<Skeleton />}>
      <Inner key={rest} rest={rest} />
    </Suspense>
  );
}
