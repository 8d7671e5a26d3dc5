import { Button, Form, Modal, Progress, Space, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatTime } from '../../shared/format.js';
import {
  decideTakeover,
  downloadTakeoverErrors,
  downloadTakeoverTemplate,
  listTakeovers,
  startTakeover,
  type TakeoverView,
} from '../api/card-takeovers.js';
import styles from '../console.module.css';
import { OrgSelect } from '../org-select.js';
import { PagedTable } from '../paged-table.js';
import { StateTag } from '../state-tag.js';
import { useAction } from '../use-action.js';
import { useMay } from '../use-may.js';

/** Which union, which file. */
function FileModal({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const [orgId, setOrgId] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const started = useAction((chosen: File) => startTakeover(orgId, chosen), {
    said: t('takeovers.started'),
    done: close,
  });
  return (
    <Modal
      open
      title={t('takeovers.new')}
      onCancel={close}
      okText={t('takeovers.check')}
      okButtonProps={{ disabled: !orgId || !file }}
      confirmLoading={started.isPending}
      onOk={() => file && started.mutate(file)}
    >
      <p className={styles.muted}>{t('takeovers.why')}</p>
      <Form layout="vertical">
        <Form.Item label={t('imports.org')} htmlFor="takeover-org">
          <OrgSelect id="takeover-org" value={orgId || undefined} onChange={setOrgId} />
        </Form.Item>
        <Form.Item label={t('imports.file')} extra={t('takeovers.fileHint')}>
          <Upload
            accept=".csv,.xlsx"
            maxCount={1}
            beforeUpload={(chosen: File) => {
              setFile(chosen);
              return false;
            }}
            onRemove={() => setFile(null)}
          >
            <Button>{t('imports.choose')}</Button>
          </Upload>
        </Form.Item>
      </Form>
    </Modal>
  );
}

function Standing({ one }: { readonly one: TakeoverView }) {
  const { t } = useTranslation();
  const [code, detail] = (one.failure ?? '').split(': ');
  return (
    <>
      <StateTag state={`TAKEOVER_${one.state}`} />
      {one.failure ? t(`takeovers.failure.${code}`, { defaultValue: code, detail: detail ?? '' }) : null}
      {one.state === 'CHECKING' || one.state === 'TAKING' ? (
        <Progress
          aria-label={t('imports.progress')}
          size="small"
          style={{ minWidth: 120 }}
          percent={one.totalRows ? Math.floor((one.doneRows / one.totalRows) * 100) : 0}
        />
      ) : null}
    </>
  );
}

function Decision({ one }: { readonly one: TakeoverView }) {
  const { t } = useTranslation();
  const may = useMay('cards.issue');
  const [asking, setAsking] = useState(false);
  const taken = useAction(() => decideTakeover(one.id, 'take'), {
    said: t('takeovers.taking'),
    done: () => setAsking(false),
  });
  const given = useAction(() => decideTakeover(one.id, 'discard'), { said: t('cards.changed') });
  if (one.state !== 'CHECKED' || !may) return null;
  return (
    <Space wrap>
      <Button type="primary" size="small" disabled={one.newRows + one.linkedRows === 0} onClick={() => setAsking(true)}>
        {t('takeovers.take')}
      </Button>
      <Button size="small" loading={given.isPending} onClick={() => given.mutate(undefined)}>
        {t('takeovers.discard')}
      </Button>
      {asking ? (
        <Modal
          open
          title={t('takeovers.takeTitle', { count: one.newRows + one.linkedRows })}
          onCancel={() => setAsking(false)}
          okText={t('takeovers.take')}
          confirmLoading={taken.isPending}
          onOk={() => taken.mutate(undefined)}
        >
          <p>{t('takeovers.takeWhy', { refused: one.refusedRows })}</p>
        </Modal>
      ) : null}
    </Space>
  );
}

/** Plastic cards given out before the platform: checked first, then taken over. */
export default function TakeoversPage() {
  const { t } = useTranslation();
  const may = useMay('cards.issue');
  const [asking, setAsking] = useState(false);
  const template = useAction(() => downloadTakeoverTemplate());
  const errors = useAction((id: string) => downloadTakeoverErrors(id));
  const number = (value: number) => <span className={styles.number}>{formatCount(value)}</span>;
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.takeovers')}</h1>
        <div className={styles.filters}>
          <Button onClick={() => template.mutate(undefined)}>{t('imports.template')}</Button>
          {may ? (
            <Button type="primary" onClick={() => setAsking(true)}>
              {t('takeovers.new')}
            </Button>
          ) : null}
        </div>
      </div>
      <section className={styles.panel}>
        <PagedTable<TakeoverView>
          queryKey={['takeovers']}
          load={listTakeovers}
          everyMs={2000}
          rowKey={(one) => one.id}
          empty={t('takeovers.empty')}
          columns={[
            { title: t('imports.file'), dataIndex: 'fileName' },
            { title: t('imports.org'), dataIndex: 'orgName' },
            { title: t('imports.at'), render: (_, one) => formatTime(one.createdAt) },
            { title: t('imports.state'), render: (_, one) => <Standing one={one} /> },
            { title: t('imports.total'), align: 'right', render: (_, one) => number(one.totalRows) },
            { title: t('takeovers.newRows'), align: 'right', render: (_, one) => number(one.newRows) },
            { title: t('takeovers.linkedRows'), align: 'right', render: (_, one) => number(one.linkedRows) },
            { title: t('takeovers.knownRows'), align: 'right', render: (_, one) => number(one.knownRows) },
            {
              title: t('imports.refused'),
              align: 'right',
              render: (_, one) =>
                one.refusedRows ? (
                  <Button type="link" size="small" onClick={() => errors.mutate(one.id)}>
                    {t('imports.errors', { rows: formatCount(one.refusedRows) })}
                  </Button>
                ) : (
                  number(0)
                ),
            },
            { title: t('takeovers.next'), render: (_, one) => <Decision one={one} /> },
          ]}
        />
      </section>
      {asking ? <FileModal close={() => setAsking(false)} /> : null}
    </div>
  );
}
