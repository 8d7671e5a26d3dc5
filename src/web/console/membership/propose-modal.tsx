import { App, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { propose } from '../api/membership.js';
import { OrgSelect } from '../org-select.js';
import { useAction } from '../use-action.js';
import { isIdNumber } from '../../../shared/numbers/id-number.js';
import { isPhone } from '../../../shared/numbers/phone.js';

interface Fields {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly orgId: string;
}

/** Enters somebody who wants to join; a second officer confirms, or their present union is asked. */
export function ProposeModal({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const proposed = useAction(propose, {
    done: ({ outcome }) => {
      void message.success(t(`membership.made.${outcome}`), outcome === 'TRANSFER' ? 6 : 3);
      close();
    },
  });
  const checked = (check: (text: string) => boolean, said: string) => ({
    validator: (_rule: unknown, text: string | undefined) =>
      text && check(text) ? Promise.resolve() : Promise.reject(new Error(said)),
  });
  return (
    <Modal
      open
      title={t('membership.propose')}
      onCancel={close}
      onOk={form.submit}
      okText={t('membership.proposeAction')}
      confirmLoading={proposed.isPending}
    >
      <p>{t('membership.proposeWhy')}</p>
      <Form form={form} layout="vertical" onFinish={(fields) => proposed.mutate(fields)}>
        <Form.Item name="name" label={t('members.name')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={50} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="idNumber"
          label={t('members.idNumber')}
          rules={[checked(isIdNumber, t('membership.idNumberWrong'))]}
          required
        >
          <Input maxLength={24} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="phone"
          label={t('members.phone')}
          rules={[checked(isPhone, t('membership.phoneWrong'))]}
          required
        >
          <Input maxLength={20} autoComplete="off" inputMode="tel" />
        </Form.Item>
        <Form.Item name="orgId" label={t('members.org')} rules={[{ required: true }]}>
          <OrgSelect />
        </Form.Item>
      </Form>
    </Modal>
  );
}
