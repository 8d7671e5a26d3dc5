import { Button, Form, Modal, Progress, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatTime } from '../../shared/format.js';
import {
  downloadImportErrors,
  downloadImportTemplate,
  listImports,
  startImport,
  type ImportView,
} from '../api/members.js';
import styles from '../console.module.css';
import { OrgSelect } from '../org-select.js';
import { PagedTable } from '../paged-table.js';
import { StateTag } from '../state-tag.js';
import { useAction } from '../use-action.js';

/** Which union, which file. */
function ImportModal({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const [orgId, setOrgId] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const started = useAction((chosen: File) => startImport(orgId, chosen), { said: t('imports.started'), done: close });
  return (
    <Modal
      open
      title={t('imports.new')}
      onCancel={close}
      okText={t('imports.start')}
      okButtonProps={{ disabled: !orgId || !file }}
      confirmLoading={started.isPending}
      onOk={() => file && started.mutate(file)}
    >
      <Form layout="vertical">
        <Form.Item label={t('imports.org')} htmlFor="import-org">
          <OrgSelect id="import-org" value={orgId || undefined} onChange={setOrgId} />
        </Form.Item>
        <Form.Item label={t('imports.file')} extra={t('imports.fileHint')}>
          <Upload
            accept=".csv,text/csv"
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

function ImportProgress({ one }: { readonly one: ImportView }) {
  const { t } = useTranslation();
  const share = one.totalRows ? Math.floor((one.doneRows / one.totalRows) * 100) : 0;
  if (one.state === 'FAILED')
    return <Progress aria-label={t('imports.progress')} percent={share} status="exception" size="small" />;
  return (
    <Progress
      aria-label={t('imports.progress')}
      percent={one.state === 'DONE' ? 100 : share}
      size="small"
      style={{ minWidth: 140 }}
    />
  );
}

/** Rosters on their way in, with live progress and a file of every row that was refused. */
export default function ImportsPage() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const template = useAction(() => downloadImportTemplate());
  const errors = useAction((id: string) => downloadImportErrors(id));
  const number = (value: number) => <span className={styles.number}>{formatCount(value)}</span>;
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.imports')}</h1>
        <div className={styles.filters}>
          <Button onClick={() => template.mutate(undefined)}>{t('imports.template')}</Button>
          <Button type="primary" onClick={() => setAsking(true)}>
            {t('imports.new')}
          </Button>
        </div>
      </div>
      <section className={styles.panel}>
        <PagedTable<ImportView>
          queryKey={['imports']}
          load={listImports}
          everyMs={2000}
          rowKey={(one) => one.id}
          empty={t('imports.empty')}
          columns={[
            { title: t('imports.file'), dataIndex: 'fileName' },
            { title: t('imports.org'), dataIndex: 'orgName' },
            { title: t('imports.at'), render: (_, one) => formatTime(one.createdAt) },
            {
              title: t('imports.state'),
              render: (_, one) => (
                <>
                  <StateTag state={one.state} />
                  {one.failure ? t(`failure.${one.failure}`, { defaultValue: one.failure }) : null}
                </>
              ),
            },
            { title: t('imports.progress'), render: (_, one) => <ImportProgress one={one} /> },
            { title: t('imports.total'), align: 'right', render: (_, one) => number(one.totalRows) },
            { title: t('imports.added'), align: 'right', render: (_, one) => number(one.addedRows) },
            { title: t('imports.known'), align: 'right', render: (_, one) => number(one.knownRows) },
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
          ]}
        />
      </section>
      {asking ? <ImportModal close={() => setAsking(false)} /> : null}
    </div>
  );
}
