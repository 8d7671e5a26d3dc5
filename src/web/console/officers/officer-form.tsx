import { Button, Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { OFFICER_ROLES } from '../../../shared/caller.js';
import { type ActivationCode, changeRoles, createOfficer, type OfficerView } from '../api/officers.js';
import styles from '../console.module.css';
import { OrgSelect } from '../org-select.js';
import { useAction } from '../use-action.js';

interface RoleDraft {
  readonly role: OfficerView['roles'][number]['role'];
  readonly orgId: string;
  readonly untilOn?: string | null;
}
interface Draft {
  readonly username?: string;
  readonly displayName?: string;
  readonly roles?: readonly RoleDraft[];
}

const rolesOf = ({ roles = [] }: Draft) =>
  roles.map(({ role, orgId, untilOn }) => ({ role, orgId, untilOn: untilOn ? untilOn : null }));

/** Roles one under the other: which, over which part of the union, until when. */
function RoleFields() {
  const { t } = useTranslation();
  return (
    <Form.List name="roles">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <fieldset key={key} className={styles.group}>
              <legend>{t('officers.roleNo', { n: name + 1 })}</legend>
              <Form.Item name={[name, 'role']} label={t('officers.role')} rules={[{ required: true }]}>
                <Select options={OFFICER_ROLES.map((role) => ({ value: role, label: t(`officers.roles.${role}`) }))} />
              </Form.Item>
              <Form.Item name={[name, 'orgId']} label={t('officers.org')} rules={[{ required: true }]}>
                <OrgSelect />
              </Form.Item>
              <Form.Item name={[name, 'untilOn']} label={t('officers.until')} extra={t('officers.untilHint')}>
                <Input type="date" />
              </Form.Item>
              <Button size="small" onClick={() => remove(name)}>
                {t('officers.removeRole')}
              </Button>
            </fieldset>
          ))}
          <Button onClick={() => add({})}>{t('officers.addRole')}</Button>
        </>
      )}
    </Form.List>
  );
}

/** A new officer; the code for the first sign-in is handed on when it is made. */
export function NewOfficer({
  close,
  made,
}: {
  readonly close: () => void;
  readonly made: (code: ActivationCode) => void;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Draft>();
  const created = useAction(
    (draft: Draft) =>
      createOfficer({
        username: draft.username ?? '',
        displayName: draft.displayName ?? '',
        roles: rolesOf(draft),
      }),
    { done: made },
  );
  return (
    <Modal
      open
      title={t('officers.new')}
      okText={t('officers.new')}
      onCancel={close}
      onOk={form.submit}
      confirmLoading={created.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ roles: [{}] }}
        onFinish={(draft: Draft) => created.mutate(draft)}
      >
        <Form.Item
          name="username"
          label={t('common.username')}
          extra={t('officers.usernameHint')}
          rules={[{ required: true, pattern: /^[a-z][a-z0-9._-]{2,39}$/, message: t('officers.usernameHint') }]}
        >
          <Input autoCapitalize="none" autoComplete="off" />
        </Form.Item>
        <Form.Item name="displayName" label={t('officers.name')} rules={[{ required: true, max: 50 }]}>
          <Input />
        </Form.Item>
        <RoleFields />
      </Form>
    </Modal>
  );
}

/** The roles an officer holds in one's own part of the union. */
export function EditRoles({ officer, close }: { readonly officer: OfficerView; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Draft>();
  const changed = useAction((draft: Draft) => changeRoles(officer.id, { roles: rolesOf(draft) }), {
    said: t('officers.changed'),
    done: close,
  });
  const roles = officer.roles
    .filter(({ ended }) => !ended)
    .map(({ role, orgId, untilOn }) => ({ role, orgId, untilOn }));
  return (
    <Modal open title={officer.displayName} onCancel={close} onOk={form.submit} confirmLoading={changed.isPending}>
      <Form form={form} layout="vertical" initialValues={{ roles }} onFinish={(draft: Draft) => changed.mutate(draft)}>
        <RoleFields />
      </Form>
    </Modal>
  );
}
