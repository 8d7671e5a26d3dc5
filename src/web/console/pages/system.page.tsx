import { Alert, Button, Modal, Select, Space, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatTime } from '../../shared/format.js';
import { useQueryParams } from '../../shared/router.js';
import { EmptyState, Loaded } from '../../shared/ui/states.js';
import {
  listDeadLetters,
  repairDeadLetter,
  type DeadLetterView,
  type Repair,
  type SystemState,
} from '../api/system.js';
import styles from '../console.module.css';
import { PagedTable } from '../paged-table.js';
import { StateTag } from '../state-tag.js';
import systemStyles from '../system.module.css';
import { useAction } from '../use-action.js';
import { useSystem } from '../use-system.js';

const states = ['DEAD', 'REPLAYED', 'DISCARDED'];

function Figures({ of }: { readonly of: SystemState }) {
  const { t } = useTranslation();
  const { waiting, oldestAt } = of.outbox;
  return (
    <dl className={styles.figures}>
      <div className={`${styles.panel} ${styles.figure}`}>
        <dt>{t('system.deadLetters')}</dt>
        <dd>
          {formatCount(of.deadLetters)}
          <small>{t(of.deadLetters === 0 ? 'system.allWell' : 'system.toRepair')}</small>
        </dd>
      </div>
      <div className={`${styles.panel} ${styles.figure}`}>
        <dt>{t('system.outbox')}</dt>
        <dd>
          {formatCount(waiting)}
          <small>{oldestAt ? t('system.oldest', { time: formatTime(oldestAt) }) : t('system.nothingWaits')}</small>
        </dd>
      </div>
    </dl>
  );
}

function QueueTable({ of }: { readonly of: SystemState }) {
  const { t } = useTranslation();
  const count = (name: 'waiting' | 'active' | 'failed') => ({
    title: t(`system.${name}`),
    align: 'right' as const,
    render: (_: unknown, queue: SystemState['queues'][number]) => (
      <span className={styles.number}>{formatCount(queue[name])}</span>
    ),
  });
  return (
    <section className={styles.panel}>
      <h2>{t('system.queues')}</h2>
      {of.queuesAvailable ? null : <Alert type="error" showIcon title={t('system.queuesAway')} />}
      {of.queuesAvailable && of.queues.length === 0 ? <EmptyState title={t('system.noQueues')} /> : null}
      {of.queues.length > 0 ? (
        <Table
          size="small"
          rowKey="name"
          pagination={false}
          dataSource={[...of.queues]}
          columns={[
            { title: t('system.queue'), render: (_, { name }) => t(`consumer.${name}`, { defaultValue: name }) },
            count('waiting'),
            count('active'),
            count('failed'),
          ]}
        />
      ) : null}
    </section>
  );
}

interface Asked {
  readonly letter: DeadLetterView;
  readonly repair: Repair;
}

function RepairModal({ asked: { letter, repair }, close }: { readonly asked: Asked; readonly close: () => void }) {
  const { t } = useTranslation();
  const repaired = useAction(() => repairDeadLetter(letter.id, repair), {
    said: t(`system.${repair}Done`),
    done: close,
  });
  return (
    <Modal
      open
      title={`${t(`system.${repair}`)} · ${t(`event.${letter.event}`, { defaultValue: letter.event })}`}
      onCancel={close}
      onOk={() => repaired.mutate(undefined)}
      okText={t(`system.${repair}`)}
      okButtonProps={{ danger: repair === 'discard' }}
      confirmLoading={repaired.isPending}
    >
      <p>{t(`system.${repair}Why`)}</p>
      <p className={styles.muted}>{letter.reason}</p>
    </Modal>
  );
}

function DeadLetters() {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const [asked, setAsked] = useState<Asked | null>(null);
  const state = query.get('state') || 'DEAD';
  return (
    <section className={styles.panel}>
      <div className={styles.head}>
        <h2>{t('system.deadLetters')}</h2>
        <Select
          aria-label={t('system.state')}
          value={state}
          style={{ minWidth: 120 }}
          onChange={(next) => change({ state: next })}
          options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
        />
      </div>
      <PagedTable<DeadLetterView>
        queryKey={['dead-letters', state]}
        load={(cursor, signal) => listDeadLetters(state, cursor, signal)}
        rowKey={(one) => one.id}
        empty={t(state === 'DEAD' ? 'system.noneDead' : 'system.noneClosed')}
        columns={[
          { title: t('system.diedAt'), render: (_, one) => formatTime(one.diedAt) },
          {
            title: t('system.event'),
            render: (_, one) => <span title={one.eventId}>{t(`event.${one.event}`, { defaultValue: one.event })}</span>,
          },
          {
            title: t('system.consumer'),
            render: (_, one) => t(`consumer.${one.consumer}`, { defaultValue: one.consumer }),
          },
          {
            title: t('system.reason'),
            render: (_, one) => <div className={systemStyles.reason}>{one.reason}</div>,
          },
          { title: t('system.state'), render: (_, one) => <StateTag state={one.state} /> },
          state === 'DEAD'
            ? {
                title: t('system.repair'),
                render: (_, letter) => (
                  <Space>
                    <Button size="small" type="primary" onClick={() => setAsked({ letter, repair: 'replay' })}>
                      {t('system.replay')}
                    </Button>
                    <Button size="small" danger onClick={() => setAsked({ letter, repair: 'discard' })}>
                      {t('system.discard')}
                    </Button>
                  </Space>
                ),
              }
            : {
                title: t('system.closed'),
                render: (_, { closed }) => (closed ? `${closed.by} · ${formatTime(closed.at)}` : '—'),
              },
        ]}
      />
      {asked ? <RepairModal asked={asked} close={() => setAsked(null)} /> : null}
    </section>
  );
}

/** How the machinery does: what waits, what was given up, and the means to repair it. */
export default function SystemPage() {
  const { t } = useTranslation();
  const system = useSystem();
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.system')}</h1>
        <span className={`${styles.muted} ${styles.live}`}>{t('system.live')}</span>
      </div>
      <Loaded of={system} heights={[110, 200, 300]}>
        {(data) => (
          <>
            <Figures of={data} />
            <DeadLetters />
            <QueueTable of={data} />
          </>
        )}
      </Loaded>
    </div>
  );
}
