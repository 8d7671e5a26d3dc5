import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatTime } from '../../shared/format.js';
import { Loaded } from '../../shared/ui/states.js';
import { changeRetention, listRetention, type RetentionRuleView } from '../api/privacy.js';
import { FoldingTable } from '../folding-table.js';
import { useAction } from '../use-action.js';

interface Fields {
  readonly keepDays: number;
  readonly reason: string;
}

function ChangeModal({ rule, close }: { readonly rule: RetentionRuleView; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const changed = useAction((fields: Fields) => changeRetention(rule.code, fields), {
    said: t('privacy.changed'),
    done: close,
  });
  return (
    <Modal
      open
      title={t(`privacy.kept.${rule.code}`, { defaultValue: rule.code })}
      onCancel={close}
      onOk={form.submit}
      okText={t('privacy.change')}
      confirmLoading={changed.isPending}
    >
      <Form form={form} layout="vertical" initialValues={{ keepDays: rule.keepDays }} onFinish={changed.mutate}>
        <Form.Item
          name="keepDays"
          label={t('privacy.days')}
          extra={t('privacy.range', { min: rule.minDays, max: rule.maxDays })}
          rules={[{ required: true, type: 'integer', min: rule.minDays, max: rule.maxDays }]}
        >
          <InputNumber min={0} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="reason" label={t('privacy.why')} rules={[{ required: true, min: 4 }]}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** How long what is kept, and what the last clearing removed. */
export function Retention({ mayChange }: { readonly mayChange: boolean }) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState<RetentionRuleView | null>(null);
  const rules = useQuery({ queryKey: ['retention'], queryFn: listRetention });
  return (
    <>
      <p>{t('privacy.retentionWhy')}</p>
      <Loaded of={rules} heights={[40, 40, 40, 40]}>
        {(all) => (
          <FoldingTable<RetentionRuleView>
            rows={all}
            rowKey={({ code }) => code}
            columns={[
              {
                title: t('privacy.what'),
                render: (_, one) => t(`privacy.kept.${one.code}`, { defaultValue: one.code }),
              },
              { title: t('privacy.days'), render: (_, one) => t('privacy.nDays', { days: one.keepDays }) },
              {
                title: t('privacy.lastRun'),
                render: (_, one) =>
                  one.lastRunAt
                    ? t('privacy.removed', { time: formatTime(one.lastRunAt), rows: formatCount(one.lastRemoved ?? 0) })
                    : '—',
              },
              {
                title: t('privacy.changedBy'),
                render: (_, one) => (one.changedAt ? `${one.changedBy ?? ''} · ${formatTime(one.changedAt)}` : '—'),
              },
              ...(mayChange
                ? [
                    {
                      title: t('privacy.change'),
                      render: (_: unknown, one: RetentionRuleView) => (
                        <Button size="small" onClick={() => setChanging(one)}>
                          {t('privacy.change')}
                        </Button>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Loaded>
      {changing ? <ChangeModal rule={changing} close={() => setChanging(null)} /> : null}
    </>
  );
}
