import { Button, Form, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { downloadTemplate, type ImportKindName } from '../api/imports.js';
import { useAction } from '../use-action.js';

/** The columns as a file to fill in, in both forms. */
export function TemplateButtons({ kind }: { readonly kind: ImportKindName }) {
  const { t } = useTranslation();
  const template = useAction((fileKind: 'csv' | 'xlsx') => downloadTemplate(kind, fileKind));
  return (
    <Form.Item label={t('imports.template')}>
      <Space>
        {(['xlsx', 'csv'] as const).map((fileKind) => (
          <Button key={fileKind} size="small" onClick={() => template.mutate(fileKind)}>
            {t('imports.templateOf', { kind: fileKind.toUpperCase() })}
          </Button>
        ))}
      </Space>
    </Form.Item>
  );
}
