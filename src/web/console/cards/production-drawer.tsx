import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer, Progress, Space, Statistic, Steps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format.js';
import { Loaded } from '../../shared/ui/states.js';
import {
  downloadProduction,
  getProduction,
  listPlastics,
  stepProduction,
  type PlasticItem,
  type ProductionView,
} from '../api/card-production.js';
import styles from '../console.module.css';
import { PagedTable } from '../paged-table.js';
import { useAction } from '../use-action.js';
import { useMay } from '../use-may.js';
import { HandOverModal } from './hand-over-modal.js';
import { ReasonModal } from './reason-modal.js';

const everyMs = 1_500;
const settled = new Set(['PRODUCED', 'CANCELLED']);

/** As they are used: print, or send to the card printer; then hand over. */
const order = ['SHEET', 'PRINTER', 'HANDOVER'];

type Asked = 'release' | 'cancel' | 'remake' | 'handOver';

/** Where a batch stands on its way. */
function stepOf({ state, counts }: ProductionView): number {
  if (state === 'COLLECTING') return 0;
  if (state === 'IN_REVIEW') return 1;
  if (state === 'PRODUCING') return 2;
  if (counts.produced > 0) return 3;
  return counts.handedOver > 0 ? 4 : 5;
}

function actionsOf({ state, own, counts }: ProductionView): Asked[] {
  if (state === 'COLLECTING') return ['cancel'];
  if (state === 'IN_REVIEW') return own ? ['cancel'] : ['release', 'cancel'];
  if (state !== 'PRODUCED') return [];
  return counts.produced > 0 ? ['handOver', 'remake'] : ['remake'];
}

/** Of what the state of a batch allows, what this officer may do. */
function useActions(batch: ProductionView): Asked[] {
  const may: Readonly<Record<Asked, boolean>> = {
    release: useMay('cards.release'),
    cancel: useMay('cards.issue'),
    remake: useMay('cards.issue'),
    handOver: useMay('cards.change'),
  };
  return actionsOf(batch).filter((action) => may[action]);
}

function Files({ batch }: { readonly batch: ProductionView }) {
  const { t } = useTranslation();
  const fetched = useAction((kind: 'SHEET' | 'PRINTER' | 'HANDOVER') =>
    downloadProduction(batch.id, kind, `${batch.orgName}-${t(`production.fileName.${kind}`)}`),
  );
  const mayFetch = useMay('cards.issue');
  // While new files are made, those of before would be taken for them.
  if (batch.files.length === 0 || batch.state === 'PRODUCING' || !mayFetch) return null;
  return (
    <section className={styles.form}>
      <h2>{t('production.files')}</h2>
      <p className={styles.muted}>{t('production.filesWhy')}</p>
      <Space wrap>
        {batch.files
          .toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))
          .map(({ kind, expiresAt, expired }) => (
            <Button
              key={kind}
              disabled={expired}
              loading={fetched.isPending && fetched.variables === kind}
              onClick={() => fetched.mutate(kind)}
            >
              {t(`production.file.${kind}`)}
              {' · '}
              {expired ? t('production.fileOver') : t('production.fileUntil', { time: formatTime(expiresAt) })}
            </Button>
          ))}
      </Space>
    </section>
  );
}

function Cards({ id, open }: { readonly id: string; readonly open: (cardId: string) => void }) {
  const { t } = useTranslation();
  return (
    <section className={styles.form}>
      <h2>{t('production.cards')}</h2>
      <PagedTable<PlasticItem>
        queryKey={['plastics', id]}
        load={(cursor, signal) => listPlastics({ batchId: id }, cursor, signal)}
        rowKey={(one) => one.id}
        empty={t('production.noCards')}
        open={(one) => open(one.cardId)}
        columns={[
          { title: t('production.place'), dataIndex: 'place' },
          {
            title: t('cards.no'),
            render: (_, one) => (
              <Button
                type="link"
                size="small"
                className={`${styles.number} ${styles.cellLink}`}
                onClick={() => open(one.cardId)}
              >
                {one.cardNo}
              </Button>
            ),
          },
          { title: t('cards.holder'), dataIndex: 'memberName' },
          { title: t('members.org'), dataIndex: 'orgName' },
          { title: t('cards.state'), render: (_, one) => t(`plasticState.${one.state}`) },
        ]}
      />
    </section>
  );
}

function Batch(props: {
  readonly batch: ProductionView;
  readonly ask: (asked: Asked) => void;
  readonly open: (cardId: string) => void;
}) {
  const { t } = useTranslation();
  const { batch, ask } = props;
  const { counts, total, done, state } = batch;
  const mayRelease = useMay('cards.release');
  const actions = useActions(batch);
  const steps = ['collect', 'review', 'make', 'handOver', 'activate', 'done'] as const;
  return (
    <div className={styles.page}>
      {state === 'CANCELLED' ? (
        <Alert type="info" title={t(total === 0 ? 'production.nobody' : 'production.cancelled')} />
      ) : (
        <Steps
          size="small"
          responsive
          current={stepOf(batch)}
          items={steps.slice(0, 5).map((step) => ({ key: step, title: t(`production.step.${step}`) }))}
        />
      )}
      {state === 'IN_REVIEW' ? (
        <Alert
          type="warning"
          title={t(`production.${mayRelease ? (batch.own ? 'waitsForOther' : 'waitsForYou') : 'waitsForUpper'}`)}
        />
      ) : null}
      {state === 'PRODUCING' ? (
        <Progress
          aria-label={t('imports.progress')}
          percent={total === 0 ? 0 : Math.floor((done / total) * 100)}
          status="active"
        />
      ) : null}
      <div className={styles.counts}>
        <Statistic title={t('production.total')} value={total} />
        <Statistic title={t('plasticState.PRODUCED')} value={counts.produced} />
        <Statistic title={t('plasticState.HANDED_OVER')} value={counts.handedOver} />
        <Statistic title={t('plasticState.ACTIVE')} value={counts.active} />
        <Statistic title={t('plasticState.VOID')} value={counts.void} />
      </div>
      <Space wrap>
        {actions.map((action) => (
          <Button
            key={action}
            type={action === 'release' || action === 'handOver' ? 'primary' : 'default'}
            danger={action === 'cancel'}
            onClick={() => ask(action)}
          >
            {t(`production.action.${action}`)}
          </Button>
        ))}
      </Space>
      <Files batch={batch} />
      {total > 0 && state !== 'CANCELLED' ? <Cards id={batch.id} open={props.open} /> : null}
    </div>
  );
}

/** One batch on its way: whom it is for, who let it be made, its files, and who has their card. */
export function ProductionDrawer(props: {
  readonly id: string;
  readonly close: () => void;
  readonly open: (cardId: string) => void;
}) {
  const { t } = useTranslation();
  const { id } = props;
  const [asked, setAsked] = useState<Asked | null>(null);
  const batch = useQuery({
    queryKey: ['production', id],
    queryFn: ({ signal }) => getProduction(id, signal),
    // Somebody else's decision and the jobs' work show here without a reload.
    refetchInterval: ({ state }) => (settled.has(state.data?.state ?? '') ? false : everyMs),
  });
  const stop = (): void => setAsked(null);
  return (
    <Drawer
      open
      title={batch.data ? t('production.title', { org: batch.data.orgName }) : t('nav.production')}
      onClose={props.close}
      size="large"
    >
      <Loaded of={batch}>{(data) => <Batch batch={data} ask={setAsked} open={props.open} />}</Loaded>
      {asked === 'handOver' && batch.data ? <HandOverModal batch={batch.data} close={stop} /> : null}
      {asked !== null && asked !== 'handOver' ? (
        <ReasonModal
          title={t(`production.action.${asked}`)}
          action={t(`production.action.${asked}`)}
          why={t(`production.actionWhy.${asked}`)}
          work={(reason) => stepProduction(id, asked, reason)}
          close={stop}
        />
      ) : null}
    </Drawer>
  );
}
