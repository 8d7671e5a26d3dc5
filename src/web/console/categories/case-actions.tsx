import { Button, Form, Input, Modal, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { completeCase, decideCase, returnCase, withdrawCase, type CaseView } from '../api/categories.js';
import { useAction } from '../use-action.js';

type Asked = 'RETURN' | 'APPROVE' | 'REFUSE' | 'WITHDRAW';

const work: Readonly<Record<Asked, (id: string, note: string) => Promise<unknown>>> = {
  RETURN: returnCase,
  WITHDRAW: withdrawCase,
  APPROVE: (id, note) => decideCase(id, { approve: true, ...(note ? { note } : {}) }),
  REFUSE: (id, note) => decideCase(id, { approve: false, ...(note ? { note } : {}) }),
};
/** Without a reason somebody else would not know what to do; an approval explains itself. */
const needsNote: ReadonlySet<Asked> = new Set<Asked>(['RETURN', 'WITHDRAW', 'REFUSE']);

function NoteModal({
  one,
  asked,
  close,
}: {
  readonly one: CaseView;
  readonly asked: Asked;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ note?: string }>();
  const done = useAction((note: string) => work[asked](one.id, note), { said: t('cases.done'), done: close });
  return (
    <Modal
      open
      title={t(`cases.action.${asked}`)}
      onCancel={close}
      onOk={form.submit}
      okText={t(`cases.action.${asked}`)}
      confirmLoading={done.isPending}
    >
      <p>{t(`cases.effect.${asked}`)}</p>
      <Form form={form} layout="vertical" onFinish={({ note }) => done.mutate(note?.trim() ?? '')}>
        <Form.Item
          name="note"
          label={t('cases.note')}
          rules={needsNote.has(asked) ? [{ required: true, min: 2, message: t('cases.noteMissing') }] : []}
        >
          <Input.TextArea rows={3} maxLength={300} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** What the officer may do now; the server says which, and asks again. */
export function CaseActions({ one }: { readonly one: CaseView }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const completed = useAction(() => completeCase(one.id), { said: t('cases.completed') });
  const may = new Set<string>(one.may);
  const asking = (['APPROVE', 'REFUSE', 'RETURN', 'WITHDRAW'] as const).filter((each) => may.has(each));
  if (asking.length === 0 && !may.has('COMPLETE')) return null;
  return (
    <Space wrap style={{ marginTop: 16 }}>
      {may.has('COMPLETE') ? (
        <Button type="primary" loading={completed.isPending} onClick={() => completed.mutate(undefined)}>
          {t('cases.action.COMPLETE')}
        </Button>
      ) : null}
      {asking.map((each) => (
        <Button key={each} {...(each === 'APPROVE' ? { type: 'primary' as const } : {})} onClick={() => setAsked(each)}>
          {t(`cases.action.${each}`)}
        </Button>
      ))}
      {asked ? <NoteModal one={one} asked={asked} close={() => setAsked(null)} /> : null}
    </Space>
  );
}
