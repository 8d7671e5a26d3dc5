import { Button, Progress, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatTime } from '../../shared/format.js';
import { type ImportKindName, type ImportView, listImports } from '../api/imports.js';
import styles from '../console.module.css';
import { ImportWizard, type OpenImport } from '../imports/wizard.js';
import { PagedTable } from '../paged-table.js';
import { StateTag } from '../state-tag.js';
import { useMay } from '../use-may.js';

const LOOK_AGAIN_MS = 3_000;

function ImportProgress({ one }: { readonly one: ImportView }) {
  const { t } = useTranslation();
  const share = one.totalRows ? Math.floor((one.doneRows / one.totalRows) * 100) : 0;
  const how = one.state === 'FAILED' ? ({ status: 'exception' } as const) : {};
  return (
    <Progress aria-label={t('imports.progress')} percent={share} size="small" style={{ minWidth: 140 }} {...how} />
  );
}

/** Files on their way in, with live progress; each opens at the step it has come to. */
export default function ImportsPage() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<ImportKindName>('members');
  const [opened, setOpened] = useState<OpenImport | null>(null);
  const kinds: readonly ImportKindName[] = useMay('enterprises.import') ? ['members', 'enterprises'] : ['members'];
  const number = (value: number) => <span className={styles.number}>{formatCount(value)}</span>;
  const counts = ['addedRows', 'updatedRows', 'transferredRows', 'askedRows', 'unchangedRows', 'refusedRows'] as const;
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.imports')}</h1>
        <div className={styles.filters}>
          {kinds.length > 1 ? (
            <Segmented<ImportKindName>
              aria-label={t('imports.kindLabel')}
              value={kind}
              onChange={setKind}
              options={kinds.map((each) => ({ value: each, label: t(`imports.kind.${each}`) }))}
            />
          ) : null}
          <Button type="primary" onClick={() => setOpened({ kind, id: null })}>
            {t('imports.new')}
          </Button>
        </div>
      </div>
      <section className={styles.panel}>
        <PagedTable<ImportView>
          key={kind}
          queryKey={['imports', kind]}
          load={(cursor, signal) => listImports(kind, cursor, signal)}
          everyMs={LOOK_AGAIN_MS}
          rowKey={(one) => one.id}
          empty={t('imports.empty')}
          open={(one) => setOpened({ kind, id: one.id })}
          columns={[
            {
              title: t('imports.file'),
              render: (_, one) => (
                <Button type="link" size="small" onClick={() => setOpened({ kind, id: one.id })}>
                  {one.fileName}
                </Button>
              ),
            },
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
            ...counts.map((count) => ({
              title: t(`imports.${count}`),
              align: 'right' as const,
              render: (_: unknown, one: ImportView) =>
                number(one.state === 'CHECKED' ? (one.planned?.[count] ?? 0) : one[count]),
            })),
          ]}
        />
      </section>
      {opened ? (
        <ImportWizard key={opened.id ?? 'new'} opened={opened} kinds={kinds} close={() => setOpened(null)} />
      ) : null}
    </div>
  );
}
