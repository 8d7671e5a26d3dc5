import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { createOrg, type NewOrgRequest, type OrgTreeRow, renameOrg } from '../api/union-tree.js';
import { OrgSelect } from '../org-select.js';
import { useAction } from '../use-action.js';

const line = { required: true, whitespace: true, min: 2 };

export function ReasonItem() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="reason"
      label={t('unions.reason')}
      extra={t('unions.reasonHint')}
      rules={[{ ...line, message: t('unions.reasonMissing') }]}
    >
      <Input maxLength={200} />
    </Form.Item>
  );
}

function NameItem() {
  const { t } = useTranslation();
  return (
    <Form.Item name="name" label={t('unions.newName')} rules={[{ ...line, message: t('unions.nameMissing') }]}>
      <Input maxLength={100} />
    </Form.Item>
  );
}

/** A new union, under one that is chosen or was chosen before. */
export function CreateUnion({ parent, close }: { readonly parent: OrgTreeRow | null; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<NewOrgRequest>();
  const created = useAction(createOrg, { said: t('unions.done.created'), done: close });
  const levels = parent?.level === 'GRASSROOTS' ? (['GROUP'] as const) : (['GRASSROOTS', 'GROUP'] as const);
  return (
    <Modal open title={t('unions.create')} onCancel={close} onOk={form.submit} confirmLoading={created.isPending}>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ level: levels[0], ...(parent ? { parentId: parent.id } : {}) }}
        onFinish={(values: NewOrgRequest) => created.mutate(values)}
      >
        <Form.Item
          name="parentId"
          label={t('unions.parent')}
          rules={[{ required: true, message: t('unions.parentMissing') }]}
        >
          <OrgSelect />
        </Form.Item>
        <Form.Item name="level" label={t('unions.level')}>
          <Select options={levels.map((level) => ({ value: level, label: t(`unions.levels.${level}`) }))} />
        </Form.Item>
        <NameItem />
        <ReasonItem />
      </Form>
    </Modal>
  );
}

export function RenameUnion({ union, close }: { readonly union: OrgTreeRow; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ readonly name: string; readonly reason: string }>();
  const renamed = useAction((body: { name: string; reason: string }) => renameOrg(union.id, body), {
    said: t('unions.done.renamed'),
    done: close,
  });
  return (
    <Modal open title={t('unions.rename')} onCancel={close} onOk={form.submit} confirmLoading={renamed.isPending}>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ name: union.name }}
        onFinish={(values: { name: string; reason: string }) => renamed.mutate(values)}
      >
        <NameItem />
        <ReasonItem />
      </Form>
    </Modal>
  );
}
