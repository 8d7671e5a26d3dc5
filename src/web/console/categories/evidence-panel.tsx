import { Button, Form, Input, Progress, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { addFile, openEvidence, type CaseView, type EvidenceView } from '../api/categories.js';
import styles from '../console.module.css';
import { useAction } from '../use-action.js';
import { EvidenceFiles } from './evidence-files.js';
import { VisitModal } from './visit-modal.js';

/** Adds files one after the other, so that one that is refused leaves the others. */
function AddFiles({ one, added }: { readonly one: CaseView; readonly added: () => void }) {
  const { t } = useTranslation();
  const [progress, setProgress] = useState<number | null>(null);
  const sent = useAction(
    async (files: readonly File[]) => {
      for (const [at, file] of files.entries()) {
        setProgress(Math.round((at / files.length) * 100));
        await addFile(one.id, file);
      }
    },
    { said: t('evidence.added') },
  );
  const choose = (files: FileList | null): void => {
    if (!files?.length) return;
    sent.mutate([...files], {
      onSettled: () => {
        setProgress(null);
        added();
      },
    });
  };
  return (
    <div>
      <label htmlFor="evidence-files">{t('evidence.add')}</label>
      <input
        id="evidence-files"
        type="file"
        multiple
        accept="image/jpeg,image/png,application/pdf"
        disabled={sent.isPending}
        onChange={(event) => {
          choose(event.target.files);
          event.target.value = '';
        }}
        style={{ display: 'block', maxWidth: '100%' }}
      />
      <p className={styles.muted}>{t('evidence.addHint')}</p>
      {progress === null ? null : <Progress aria-label={t('evidence.sending')} percent={progress} size="small" />}
    </div>
  );
}

function Opened(props: {
  readonly one: CaseView;
  readonly opened: EvidenceView;
  readonly purpose: string;
  readonly reload: () => void;
}) {
  const { t } = useTranslation();
  const { one, opened, purpose, reload } = props;
  return (
    <>
      {opened.erased ? <p>{t('evidence.erased')}</p> : null}
      {opened.statement === null ? null : (
        <>
          <h3>{t('evidence.statement')}</h3>
          <p style={{ whiteSpace: 'pre-wrap' }}>{opened.statement}</p>
          <p className={styles.muted}>{t('evidence.consent', { version: opened.consentVersion })}</p>
        </>
      )}
      <h3>{t('evidence.files', { count: opened.files.length })}</h3>
      <EvidenceFiles one={one} files={opened.files} purpose={purpose} reload={reload} />
      {opened.visits.length > 0 ? <h3>{t('evidence.visits')}</h3> : null}
      {opened.visits.map((visit) => (
        <p key={visit.id}>
          <strong>
            {formatDay(visit.visitedOn)} · {visit.visitedBy}
          </strong>
          <br />
          {visit.note}
        </p>
      ))}
      {opened.objections.length > 0 ? <h3>{t('evidence.objections')}</h3> : null}
      {opened.objections.map((objection) => (
        <p key={objection.id}>
          <strong>{objection.by}</strong>
          <br />
          {objection.text}
        </p>
      ))}
    </>
  );
}

/** What a case rests on. The purpose is asked once; each look is on record with it. */
export function EvidencePanel({ one }: { readonly one: CaseView }) {
  const { t } = useTranslation();
  const [purpose, setPurpose] = useState('');
  const [visiting, setVisiting] = useState(false);
  const opened = useAction((why: string) => openEvidence(one.id, why));
  const reload = (): void => {
    if (opened.data) opened.mutate(purpose.trim());
  };
  const may = new Set<string>(one.may);
  return (
    <section className={styles.panel}>
      <h2>{t('evidence.title')}</h2>
      {may.has('ADD_EVIDENCE') ? (
        <Space orientation="vertical" style={{ width: '100%', marginBottom: 16 }}>
          <AddFiles one={one} added={reload} />
          <Button onClick={() => setVisiting(true)}>{t('evidence.addVisit')}</Button>
        </Space>
      ) : null}
      {opened.data ? <Opened one={one} opened={opened.data} purpose={purpose.trim()} reload={reload} /> : null}
      {!opened.data && may.has('OPEN_EVIDENCE') ? (
        <Form layout="vertical" onFinish={() => opened.mutate(purpose.trim())}>
          <Form.Item label={t('members.purpose')} extra={t('evidence.purposeHint')} htmlFor="evidence-purpose">
            <Input
              id="evidence-purpose"
              value={purpose}
              maxLength={200}
              onChange={(event) => setPurpose(event.target.value)}
            />
          </Form.Item>
          <Button htmlType="submit" type="primary" disabled={purpose.trim().length < 4} loading={opened.isPending}>
            {t('evidence.open')}
          </Button>
        </Form>
      ) : null}
      {!opened.data && !may.has('OPEN_EVIDENCE') ? <p>{t('evidence.notYours')}</p> : null}
      {visiting ? <VisitModal caseId={one.id} close={() => setVisiting(false)} added={reload} /> : null}
    </section>
  );
}
