import { useQuery } from '@tanstack/react-query';
import { Form, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../shared/ui/states.js';
import { dissolveOrg, getOutlook, moveOrg, type OrgOutlook, type OrgTreeRow } from '../api/union-tree.js';
import { OrgSelect } from '../org-select.js';
import { useAction } from '../use-action.js';
import { OutlookView } from './outlook.js';
import { ReasonItem } from './union-forms.js';

interface TakeProps {
  readonly union: OrgTreeRow;
  readonly close: () => void;
}

const isClear = (outlook: OrgOutlook | undefined): boolean =>
  outlook !== undefined && outlook.refusal === null && outlook.obstacles.length === 0;

/** Puts a union under another one; what would follow is said as soon as it is chosen. */
export function MoveUnion({ union, close }: TakeProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ readonly parentId: string; readonly reason: string }>();
  const parentId = Form.useWatch('parentId', form) ?? null;
  const outlook = useQuery({
    queryKey: ['org-outlook', union.id, parentId],
    queryFn: ({ signal }) => getOutlook(union.id, parentId, signal),
    enabled: Boolean(parentId),
  });
  const moved = useAction((body: { parentId: string; reason: string }) => moveOrg(union.id, body), {
    said: t('unions.done.moved'),
    done: close,
  });
  return (
    <Modal
      open
      title={t('unions.moveTitle', { name: union.name })}
      okText={t('unions.move')}
      okButtonProps={{ disabled: !isClear(outlook.data) }}
      onCancel={close}
      onOk={form.submit}
      confirmLoading={moved.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={(values: { parentId: string; reason: string }) => moved.mutate(values)}
      >
        <Form.Item name="parentId" label={t('unions.newParent')}>
          <OrgSelect />
        </Form.Item>
        {parentId ? (
          <Form.Item>
            <Loaded of={outlook} heights={[96]}>
              {(data) => <OutlookView outlook={data} kind="move" />}
            </Loaded>
          </Form.Item>
        ) : null}
        <ReasonItem />
      </Form>
    </Modal>
  );
}

/** Ends a union; everything that stands against it is said before anybody writes a reason. */
export function DissolveUnion({ union, close }: TakeProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ readonly reason: string }>();
  const outlook = useQuery({
    queryKey: ['org-outlook', union.id, null],
    queryFn: ({ signal }) => getOutlook(union.id, null, signal),
  });
  const dissolved = useAction((reason: string) => dissolveOrg(union.id, reason), {
    said: t('unions.done.dissolved'),
    done: close,
  });
  return (
    <Modal
      open
      title={t('unions.dissolveTitle', { name: union.name })}
      okText={t('unions.dissolve')}
      okButtonProps={{ danger: true, disabled: !isClear(outlook.data) }}
      onCancel={close}
      onOk={form.submit}
      confirmLoading={dissolved.isPending}
    >
      <Loaded of={outlook} heights={[96]}>
        {(data) => (
          <>
            <OutlookView outlook={data} kind="dissolve" />
            {isClear(data) ? (
              <Form
                form={form}
                layout="vertical"
                style={{ marginTop: 16 }}
                onFinish={({ reason }: { reason: string }) => dissolved.mutate(reason)}
              >
                <ReasonItem />
              </Form>
            ) : null}
          </>
        )}
      </Loaded>
    </Modal>
  );
}
