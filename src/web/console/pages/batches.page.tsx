import { Button, Form, InputNumber, Modal, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatTime } from '../../shared/format.js';
import { listBatches, startBatch, type CardBatchView } from '../api/cards.js';
import styles from '../console.module.css';
import { OrgSelect } from '../org-select.js';
import { PagedTable } from '../paged-table.js';
import { StateTag } from '../state-tag.js';
import { useAction } from '../use-action.js';
import { useMay } from '../use-may.js';

function BatchModal({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const [orgId, setOrgId] = useState('');
  const [cardsMax, setCardsMax] = useState<number | null>(null);
  const started = useAction(() => startBatch({ orgId, ...(cardsMax ? { cardsMax } : {}) }), {
    said: t('batches.started'),
    done: close,
  });
  return (
    <Modal
      open
      title={t('batches.new')}
      onCancel={close}
      okText={t('batches.start')}
      okButtonProps={{ disabled: !orgId }}
      confirmLoading={started.isPending}
      onOk={() => started.mutate(undefined)}
    >
      <p className={styles.muted}>{t('batches.why')}</p>
      <Form layout="vertical">
        <Form.Item label={t('imports.org')} htmlFor="batch-org">
          <OrgSelect id="batch-org" value={orgId || undefined} onChange={setOrgId} />
        </Form.Item>
        <Form.Item label={t('batches.max')} htmlFor="batch-max">
          <InputNumber
            id="batch-max"
            min={1}
            max={200_000}
            value={cardsMax}
            onChange={setCardsMax}
            style={{ width: '100%' }}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Issuing cards in bulk, with live progress. */
export default function BatchesPage() {
  const { t } = useTranslation();
  const may = useMay('cards.issue');
  const [asking, setAsking] = useState(false);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.batches')}</h1>
        {may ? (
          <Button type="primary" onClick={() => setAsking(true)}>
            {t('batches.new')}
          </Button>
        ) : null}
      </div>
      <section className={styles.panel}>
        <PagedTable<CardBatchView>
          queryKey={['batches']}
          load={listBatches}
          everyMs={2000}
          rowKey={(one) => one.id}
          empty={t('batches.empty')}
          columns={[
            { title: t('imports.org'), dataIndex: 'orgName' },
            { title: t('imports.at'), render: (_, one) => formatTime(one.createdAt) },
            { title: t('imports.state'), render: (_, one) => <StateTag state={one.state} /> },
            {
              title: t('imports.progress'),
              render: (_, one) => (
                <Progress
                  aria-label={t('imports.progress')}
                  size="small"
                  style={{ minWidth: 140 }}
                  percent={one.total ? Math.floor((one.issued / one.total) * 100) : one.state === 'DONE' ? 100 : 0}
                  {...(one.state === 'FAILED' ? { status: 'exception' as const } : {})}
                />
              ),
            },
            {
              title: t('batches.issued'),
              align: 'right',
              render: (_, one) => (
                <span className={styles.number}>{`${formatCount(one.issued)} / ${formatCount(one.total)}`}</span>
              ),
            },
          ]}
        />
      </section>
      {asking ? <BatchModal close={() => setAsking(false)} /> : null}
    </div>
  );
}
