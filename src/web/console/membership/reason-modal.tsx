import { Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface ReasonFields {
  readonly reason: string;
  readonly untilOn?: string;
}

/** Asks why, once, for something that goes on record. */
export function ReasonModal(props: {
  readonly title: string;
  readonly why?: ReactNode;
  readonly ok: string;
  readonly danger?: boolean;
  readonly busy: boolean;
  readonly close: () => void;
  readonly submit: (fields: ReasonFields) => void;
  /** More to fill in, below the reason. */
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<ReasonFields>();
  return (
    <Modal
      open
      title={props.title}
      onCancel={props.close}
      onOk={form.submit}
      okText={props.ok}
      okButtonProps={{ danger: props.danger === true }}
      confirmLoading={props.busy}
    >
      {props.why ? <p>{props.why}</p> : null}
      <Form
        form={form}
        layout="vertical"
        onFinish={(fields) => props.submit({ ...fields, reason: fields.reason.trim() })}
      >
        <Form.Item
          name="reason"
          label={t('membership.reason')}
          rules={[{ required: true, min: 2, whitespace: true, message: t('membership.reasonMissing') }]}
        >
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
        {props.children}
      </Form>
    </Modal>
  );
}
