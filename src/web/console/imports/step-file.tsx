import { Button, Form, Segmented, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportKindName, sendFile } from '../api/imports.js';
import { OrgSelect } from '../org-select.js';
import { useAction } from '../use-action.js';
import { TemplateButtons } from './template-buttons.js';

interface StepFileProps {
  readonly kinds: readonly ImportKindName[];
  readonly first: ImportKindName;
  readonly sent: (kind: ImportKindName, id: string) => void;
}

/** What is imported, for which union, from which file. */
export function StepFile({ kinds, first, sent }: StepFileProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState(first);
  const [orgId, setOrgId] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const send = useAction((chosen: File) => sendFile(kind, orgId, chosen), {
    done: ({ importId }) => sent(kind, importId),
  });
  return (
    <Form layout="vertical" onFinish={() => file && send.mutate(file)}>
      {kinds.length > 1 ? (
        <Form.Item label={t('imports.kindLabel')}>
          <Segmented<ImportKindName>
            aria-label={t('imports.kindLabel')}
            value={kind}
            onChange={setKind}
            options={kinds.map((each) => ({ value: each, label: t(`imports.kind.${each}`) }))}
          />
        </Form.Item>
      ) : null}
      <Form.Item label={t('imports.org')} htmlFor="import-org">
        <OrgSelect id="import-org" value={orgId || undefined} onChange={setOrgId} />
      </Form.Item>
      <Form.Item label={t('imports.file')} extra={t('imports.fileHint')}>
        <Upload
          accept=".xlsx,.csv,.txt,text/csv"
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
      <TemplateButtons kind={kind} />
      <Button type="primary" htmlType="submit" disabled={!orgId || !file} loading={send.isPending} block>
        {t('imports.send')}
      </Button>
    </Form>
  );
}
