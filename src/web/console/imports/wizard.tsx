import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer, Grid, Popconfirm, Progress, Space, Steps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/format.js';
import { ErrorState, Skeleton } from '../../shared/ui/states.js';
import { getImport, type ImportKindName, type ImportView, stepImport } from '../api/imports.js';
import { useAction } from '../use-action.js';
import { Counts, Errors } from './counts.js';
import { isCancellable, isRunning, stepOf } from './import-step.js';
import styles from './imports.module.css';
import { StepFile } from './step-file.js';
import { StepMapping } from './step-mapping.js';

const LOOK_AGAIN_MS = 1_000;
const STEPS = ['file', 'mapping', 'check', 'commit', 'done'] as const;

export interface OpenImport {
  readonly kind: ImportKindName;
  /** Null before a file was sent. */
  readonly id: string | null;
}

interface WizardProps {
  readonly opened: OpenImport;
  readonly kinds: readonly ImportKindName[];
  readonly close: () => void;
}

/** A file on its way in, step by step; what runs goes on without the page. */
export function ImportWizard({ opened, kinds, close }: WizardProps) {
  const { t } = useTranslation();
  const screens = Grid.useBreakpoint();
  const [{ kind, id }, setCurrent] = useState(opened);
  const found = useQuery({
    queryKey: ['import', kind, id],
    queryFn: ({ signal }) => getImport(kind, id ?? '', signal),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data && !isRunning(query.state.data.state) ? false : LOOK_AGAIN_MS),
  });
  const one = id === null ? null : (found.data ?? null);
  return (
    <Drawer
      open
      size={screens.md ? 760 : '100%'}
      title={one?.fileName ?? t('imports.new')}
      onClose={close}
      closable={{ 'aria-label': t('imports.close') }}
    >
      <Steps
        size="small"
        type={screens.md ? 'default' : 'inline'}
        responsive={false}
        current={stepOf(one?.state ?? null)}
        status={one?.state === 'FAILED' ? 'error' : 'process'}
        items={STEPS.map((step) => ({ title: t(`imports.step.${step}`) }))}
        className={styles.steps ?? ''}
      />
      {id === null ? (
        <StepFile kinds={kinds} first={kind} sent={(sentKind, sentId) => setCurrent({ kind: sentKind, id: sentId })} />
      ) : one ? (
        <Stage one={one} another={() => setCurrent({ kind, id: null })} />
      ) : found.isError ? (
        <ErrorState error={found.error} retry={() => void found.refetch()} />
      ) : (
        <Skeleton heights={[40, 120, 40]} />
      )}
    </Drawer>
  );
}

function Stage({ one, another }: { readonly one: ImportView; readonly another: () => void }) {
  switch (one.state) {
    case 'UPLOADED':
      return <Running one={one} text="imports.reading" />;
    case 'MAPPING':
      return <StepMapping key={one.id} one={one} />;
    case 'CHECKING':
      return <Running one={one} text="imports.checking" />;
    case 'CHECKED':
      return <Checked one={one} />;
    case 'COMMITTING':
      return <Running one={one} text="imports.committing" />;
    case 'UNDOING':
      return <Running one={one} text="imports.undoing" />;
    case 'DONE':
    case 'FAILED':
    case 'CANCELLED':
    case 'UNDONE':
      return <Ended one={one} another={another} />;
  }
}

function Running({ one, text }: { readonly one: ImportView; readonly text: string }) {
  const { t } = useTranslation();
  const share = one.totalRows === 0 ? 0 : Math.floor((one.doneRows / one.totalRows) * 100);
  const isCounted = one.state === 'CHECKING' || one.state === 'COMMITTING';
  return (
    <div className={styles.stage} aria-live="polite">
      <p>{t(text)}</p>
      {isCounted ? (
        <>
          <Progress aria-label={t('imports.progress')} percent={share} status="active" />
          <p>{t('imports.rowsOf', { done: formatCount(one.doneRows), total: formatCount(one.totalRows) })}</p>
          <Counts counts={one} />
        </>
      ) : (
        <Skeleton heights={[24]} />
      )}
      <Cancel one={one} />
    </div>
  );
}

function Checked({ one }: { readonly one: ImportView }) {
  const { t } = useTranslation();
  const [isMapping, setMapping] = useState(false);
  const commit = useAction(() => stepImport(one.kind, one.id, 'commit'));
  if (isMapping) return <StepMapping one={one} />;
  const { planned } = one;
  if (planned === null) return null;
  const changes = planned.addedRows + planned.updatedRows + planned.transferredRows + planned.askedRows;
  return (
    <div className={styles.stage}>
      <Alert
        type={changes === 0 ? 'warning' : 'info'}
        title={t(changes === 0 ? 'imports.nothing' : 'imports.planTitle')}
      />
      <Counts counts={planned} />
      <Errors one={one} />
      <Space wrap>
        <Button
          type="primary"
          disabled={changes === 0}
          loading={commit.isPending}
          onClick={() => commit.mutate(undefined)}
        >
          {t('imports.commit')}
        </Button>
        <Button onClick={() => setMapping(true)}>{t('imports.mapAgain')}</Button>
        <Cancel one={one} />
      </Space>
    </div>
  );
}

const TITLES = {
  DONE: ['success', 'imports.doneTitle'],
  CANCELLED: ['warning', 'imports.cancelledTitle'],
  UNDONE: ['info', 'imports.undoneTitle'],
  FAILED: ['error', 'imports.failedTitle'],
} as const;

function Ended({ one, another }: { readonly one: ImportView; readonly another: () => void }) {
  const { t } = useTranslation();
  const undo = useAction(() => stepImport(one.kind, one.id, 'undo'));
  const [type, title] = TITLES[one.state as keyof typeof TITLES];
  const failure = one.failure === null ? null : t(`failure.${one.failure}`, { defaultValue: one.failure });
  return (
    <div className={styles.stage}>
      <Alert type={type} title={t(title)} description={failure} showIcon />
      {one.undoBlocks.length > 0 ? (
        <Alert
          type="error"
          title={t('imports.undoBlocked')}
          description={
            <ul>
              {one.undoBlocks.map(({ rowNo, who, use }) => (
                <li key={rowNo}>{t('imports.undoRow', { row: rowNo, who, use: t(`imports.use.${use}`) })}</li>
              ))}
            </ul>
          }
        />
      ) : null}
      {one.state === 'FAILED' ? null : <Counts counts={one} />}
      <Errors one={one} />
      <Space wrap>
        <Button type="primary" onClick={another}>
          {t('imports.another')}
        </Button>
        {one.mayUndo ? (
          <Popconfirm
            title={t('imports.undoAsk')}
            description={t('imports.undoHint')}
            okText={t('imports.undo')}
            onConfirm={() => undo.mutate(undefined)}
          >
            <Button danger loading={undo.isPending}>
              {t('imports.undo')}
            </Button>
          </Popconfirm>
        ) : null}
      </Space>
    </div>
  );
}

function Cancel({ one }: { readonly one: ImportView }) {
  const { t } = useTranslation();
  const cancel = useAction(() => stepImport(one.kind, one.id, 'cancel'));
  if (!isCancellable(one.state)) return null;
  return (
    <Popconfirm
      title={t('imports.cancelAsk')}
      description={t('imports.cancelHint')}
      okText={t('imports.cancel')}
      onConfirm={() => cancel.mutate(undefined)}
    >
      <Button loading={cancel.isPending}>{t('imports.cancel')}</Button>
    </Popconfirm>
  );
}
