import { Alert, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { requestErasure } from '../api/privacy.js';
import { useAction } from '../use-action.js';

/** Asks for the deletion of a member's data, such as for somebody without a phone; a second officer decides. */
export function ErasureModal({ memberId, close }: { readonly memberId: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const asked = useAction(({ reason }: { reason: string }) => requestErasure(memberId, reason), {
    said: t('privacy.erasureAsked'),
    done: close,
  });
  return (
    <Modal
      open
      title={t('privacy.eraseTitle')}
      onCancel={close}
      onOk={form.submit}
      okText={t('privacy.ask')}
      okButtonProps={{ danger: true }}
      confirmLoading={asked.isPending}
    >
      <Alert type="warning" title={t('privacy.eraseWhat')} style={{ marginBottom: 16 }} />
      <Form form={form} layout="vertical" onFinish={asked.mutate}>
        <Form.Item name="reason" label={t('privacy.reason')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
