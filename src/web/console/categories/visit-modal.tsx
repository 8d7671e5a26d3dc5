import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { VisitRequest } from '../../../modules/members/evidence/evidence.schemas.js';
import { addVisit } from '../api/categories.js';
import { useAction } from '../use-action.js';

/** A home visit: when, by whom, what was seen. */
export function VisitModal(props: { readonly caseId: string; readonly close: () => void; readonly added: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<VisitRequest>();
  const added = useAction((visit: VisitRequest) => addVisit(props.caseId, visit), {
    said: t('evidence.visitAdded'),
    done: () => {
      props.added();
      props.close();
    },
  });
  return (
    <Modal
      open
      title={t('evidence.addVisit')}
      onCancel={props.close}
      onOk={form.submit}
      confirmLoading={added.isPending}
    >
      <Form form={form} layout="vertical" onFinish={(visit) => added.mutate(visit)}>
        <Form.Item name="visitedOn" label={t('evidence.visitedOn')} rules={[{ required: true }]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="visitedBy" label={t('evidence.visitedBy')} rules={[{ required: true, max: 100 }]}>
          <Input />
        </Form.Item>
        <Form.Item name="note" label={t('evidence.seen')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea rows={4} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
