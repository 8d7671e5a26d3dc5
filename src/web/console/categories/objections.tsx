import { Button, Form, Input, Modal, Radio, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectionRequest, ObjectionSettlement } from '../../../modules/members/cases/case.schemas.js';
import { formatTime } from '../../shared/format.js';
import { objectTo, settleObjection, type CaseDetail, type CaseView } from '../api/categories.js';
import styles from '../console.module.css';
import { useAction } from '../use-action.js';

type Objection = CaseDetail['objections'][number];

function RecordModal({ one, close }: { readonly one: CaseView; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<ObjectionRequest>();
  const recorded = useAction((said: ObjectionRequest) => objectTo(one.id, said), {
    said: t('objections.recorded'),
    done: close,
  });
  return (
    <Modal open title={t('objections.record')} onCancel={close} onOk={form.submit} confirmLoading={recorded.isPending}>
      <Form form={form} layout="vertical" onFinish={(said) => recorded.mutate(said)}>
        <Form.Item name="by" label={t('objections.by')} rules={[{ required: true, max: 100 }]}>
          <Input />
        </Form.Item>
        <Form.Item name="text" label={t('objections.text')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea rows={4} maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function SettleModal(props: { readonly one: CaseView; readonly objection: Objection; readonly close: () => void }) {
  const { t } = useTranslation();
  const { one, objection, close } = props;
  const [form] = Form.useForm<ObjectionSettlement>();
  const settled = useAction((body: ObjectionSettlement) => settleObjection(one.id, objection.id, body), {
    said: t('objections.settled'),
    done: close,
  });
  return (
    <Modal open title={t('objections.settle')} onCancel={close} onOk={form.submit} confirmLoading={settled.isPending}>
      <Form form={form} layout="vertical" onFinish={(body) => settled.mutate(body)}>
        <Form.Item name="upheld" label={t('objections.finding')} rules={[{ required: true }]}>
          <Radio.Group
            options={[
              { value: false, label: t('objections.dismiss') },
              { value: true, label: t('objections.uphold') },
            ]}
          />
        </Form.Item>
        <Form.Item name="note" label={t('cases.note')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea rows={3} maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** What people said against it. The words lie with the evidence; here stands that something was said, and what became of it. */
export function Objections({ one, objections }: { readonly one: CaseView; readonly objections: readonly Objection[] }) {
  const { t } = useTranslation();
  const [recording, setRecording] = useState(false);
  const [settling, setSettling] = useState<Objection | null>(null);
  return (
    <section className={styles.panel}>
      <h2>{t('objections.title')}</h2>
      {objections.length === 0 ? <p>{t('objections.none')}</p> : null}
      <ul>
        {objections.map((objection) => (
          <li key={objection.id}>
            <Space wrap>
              <span>
                {t(`objections.state.${objection.state}`)} · {formatTime(objection.recordedAt)} ·{' '}
                {t('objections.recordedBy', { name: objection.recordedBy })}
                {objection.note ? ` · ${objection.note}` : ''}
              </span>
              {objection.maySettle ? (
                <Button size="small" onClick={() => setSettling(objection)}>
                  {t('objections.settle')}
                </Button>
              ) : null}
            </Space>
          </li>
        ))}
      </ul>
      {one.may.includes('OBJECT') ? <Button onClick={() => setRecording(true)}>{t('objections.record')}</Button> : null}
      {recording ? <RecordModal one={one} close={() => setRecording(false)} /> : null}
      {settling ? <SettleModal one={one} objection={settling} close={() => setSettling(null)} /> : null}
    </section>
  );
}
