import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { navigate } from '../../shared/router.js';
import { changeEntry, listCategoryCodes, type CaseView, type EntryChange } from '../api/categories.js';
import { useAction } from '../use-action.js';
import { levelText } from './category-text.js';

interface Entry {
  readonly entryId: string;
  readonly code: string;
  readonly level: string | null;
  readonly fromOn: string;
  readonly untilOn: string | null;
}

const toCase = ({ id }: CaseView): void => navigate(`/console/categories/cases/${id}`);

type Exit = Extract<EntryChange, { kind: 'EXIT' }>;

/** Proposes that somebody leaves a category; another officer decides. */
export function ExitModal({ entryId, close }: { readonly entryId: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Exit>();
  const proposed = useAction((change: EntryChange) => changeEntry(entryId, change), {
    said: t('entry.proposed'),
    done: (one) => {
      close();
      toCase(one);
    },
  });
  const submit = ({ cause, untilOn, basis }: Exit): void =>
    proposed.mutate({ kind: 'EXIT', cause, basis, ...(untilOn ? { untilOn } : {}) });
  return (
    <Modal open title={t('due.exit')} onCancel={close} onOk={form.submit} confirmLoading={proposed.isPending}>
      <Form form={form} layout="vertical" initialValues={{ cause: 'EXITED' }} onFinish={submit}>
        <Form.Item name="cause" label={t('cases.causeOf')} rules={[{ required: true }]}>
          <Radio.Group
            options={(['EXITED', 'REVOKED'] as const).map((cause) => ({
              value: cause,
              label: t(`cases.cause.${cause}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="untilOn" label={t('entry.lastOn')} extra={t('entry.lastOnHint')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="basis" label={t('members.basis')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

type Correction = Extract<EntryChange, { kind: 'CORRECTION' }>;

/** Proposes other days or another level where the register was wrong; what was known before stays on record. */
export function CorrectionModal({ entry, close }: { readonly entry: Entry; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Correction>();
  const codes = useQuery({ queryKey: ['category-codes'], queryFn: listCategoryCodes });
  const levels = codes.data?.find((one) => one.code === entry.code)?.levels ?? [];
  const proposed = useAction((change: EntryChange) => changeEntry(entry.entryId, change), {
    said: t('entry.proposed'),
    done: (one) => {
      close();
      toCase(one);
    },
  });
  const submit = ({ level, fromOn, untilOn, basis }: Correction): void =>
    proposed.mutate({ kind: 'CORRECTION', level: level ?? null, fromOn, untilOn, basis });
  const { level, fromOn, untilOn } = entry;
  return (
    <Modal open title={t('entry.correct')} onCancel={close} onOk={form.submit} confirmLoading={proposed.isPending}>
      <p>{t('entry.correctWhy')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ level: level ?? undefined, fromOn, untilOn }}
        onFinish={submit}
      >
        {levels.length > 0 ? (
          <Form.Item name="level" label={t('members.level')} rules={[{ required: true }]}>
            <Select options={levels.map((each) => ({ value: each, label: levelText(t, each) }))} />
          </Form.Item>
        ) : null}
        <Form.Item name="fromOn" label={t('cases.from')} rules={[{ required: true }]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="untilOn" label={t('members.until')} rules={[{ required: true }]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="basis" label={t('members.basis')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
