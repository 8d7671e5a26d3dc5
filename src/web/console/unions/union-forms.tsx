import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { PARK_TIERS } from '../../../modules/organizations/tree/tree.schemas.js';
import { listOrgs } from '../api/organizations.js';
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

interface UnionFields {
  readonly parentId: string;
  readonly level: NewOrgRequest['level'];
  readonly name: string;
  readonly reason: string;
  readonly park?: Extract<NewOrgRequest, { level: 'PARK' }>['park'];
}

/** A park's own union is made by who looks after the city, right under its union. */
function levelsUnder(parent: OrgTreeRow | null, isCity: boolean): readonly NewOrgRequest['level'][] {
  if (parent?.level === 'GRASSROOTS') return ['GROUP'];
  const ofPark = isCity && (parent === null || parent.level === 'CITY');
  return ofPark ? ['GRASSROOTS', 'GROUP', 'PARK'] : ['GRASSROOTS', 'GROUP'];
}

/** The park a union comes with. */
function ParkItems() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name={['park', 'name']}
        label={t('unions.parkName')}
        rules={[{ ...line, message: t('unions.nameMissing') }]}
      >
        <Input maxLength={50} />
      </Form.Item>
      <Form.Item name={['park', 'tier']} label={t('unions.tier')} initialValue="PROVINCIAL">
        <Select options={PARK_TIERS.map((tier) => ({ value: tier, label: t(`unions.tiers.${tier}`) }))} />
      </Form.Item>
    </>
  );
}

/** A new union, under one that is chosen or was chosen before; a park's own with its park. */
export function CreateUnion({ parent, close }: { readonly parent: OrgTreeRow | null; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<UnionFields>();
  const created = useAction(createOrg, { said: t('unions.done.created'), done: close });
  const tops = useQuery({ queryKey: ['orgs'], queryFn: () => listOrgs() });
  const city = tops.data?.find(({ level }) => level === 'CITY');
  const level = Form.useWatch('level', form);
  const levels = levelsUnder(parent, city !== undefined);
  const submit = ({ park, ...values }: UnionFields): void => {
    // A park's union stands right under the city's, whatever was chosen before.
    if (values.level !== 'PARK' || park === undefined) created.mutate(values as NewOrgRequest);
    else created.mutate({ ...values, level: 'PARK', parentId: city?.id ?? values.parentId, park });
  };
  return (
    <Modal open title={t('unions.create')} onCancel={close} onOk={form.submit} confirmLoading={created.isPending}>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ level: levels[0], ...(parent ? { parentId: parent.id } : {}) }}
        onFinish={submit}
      >
        <Form.Item name="level" label={t('unions.level')}>
          <Select options={levels.map((each) => ({ value: each, label: t(`unions.levels.${each}`) }))} />
        </Form.Item>
        {level === 'PARK' ? (
          <ParkItems />
        ) : (
          <Form.Item
            name="parentId"
            label={t('unions.parent')}
            rules={[{ required: true, message: t('unions.parentMissing') }]}
          >
            <OrgSelect />
          </Form.Item>
        )}
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
