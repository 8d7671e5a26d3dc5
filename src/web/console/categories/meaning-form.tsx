import { Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { CATEGORY_LEVELS } from '../../../modules/members/meanings/meaning.schemas.js';
import { proposeMeaning, type CategoryCodeView, type Meaning } from '../api/categories.js';
import { useAction } from '../use-action.js';
import { levelText } from './category-text.js';

const fresh: Meaning = {
  name: '',
  levels: [],
  noticeDays: 5,
  noticeScope: 'UNION',
  monthsMax: 12,
  reviewMonths: 12,
  evidenceMin: 1,
  workerMayApply: true,
  keepYears: 5,
  retired: false,
};

const numbers = [
  { name: 'noticeDays', min: 0, max: 60 },
  { name: 'monthsMax', min: 1, max: 120 },
  { name: 'reviewMonths', min: 1, max: 120 },
  { name: 'evidenceMin', min: 0, max: 10 },
  { name: 'keepYears', min: 1, max: 30 },
] as const;

function meaningOf({ code: _code, version: _version, ...meaning }: CategoryCodeView): Meaning {
  return meaning as Meaning;
}

/** Asks for another meaning of a category, or for a new category; another officer of the federation decides. */
export function MeaningForm({ of, close }: { readonly of: CategoryCodeView | null; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Meaning & { reason: string }>();
  const proposed = useAction(proposeMeaning, { said: t('meanings.proposed'), done: close });
  const before = of === null ? fresh : meaningOf(of);
  const submit = async (): Promise<void> => {
    const { reason, ...said } = await form.validateFields();
    const code = of === null ? {} : { code: of.code };
    proposed.mutate({ ...code, meaning: { ...before, ...said, name: said.name.trim() }, reason: reason.trim() });
  };
  return (
    <Modal
      open
      title={of === null ? t('meanings.addTitle') : t('meanings.changeTitle', { name: of.name })}
      okText={t('meanings.submit')}
      confirmLoading={proposed.isPending}
      onCancel={close}
      onOk={() => void submit().catch(() => undefined)}
    >
      <p>{t('meanings.why')}</p>
      <Form form={form} layout="vertical" initialValues={{ ...before, reason: '' }} requiredMark={false}>
        <Form.Item name="name" label={t('meanings.name')} rules={[{ required: true, min: 2, max: 30 }]}>
          <Input />
        </Form.Item>
        <Form.Item name="levels" label={t('meanings.levels')}>
          <Select
            mode="multiple"
            placeholder={t('meanings.levelsNone')}
            maxCount={6}
            options={CATEGORY_LEVELS.map((level) => ({ value: level, label: levelText(t, level) }))}
          />
        </Form.Item>
        <Form.Item name="noticeScope" label={t('meanings.noticeScope')}>
          <Select
            options={(['UNION', 'PUBLIC'] as const).map((scope) => ({
              value: scope,
              label: t(`meanings.scopeName.${scope}`),
            }))}
          />
        </Form.Item>
        {numbers.map(({ name, min, max }) => (
          <Form.Item key={name} name={name} label={t(`meanings.${name}`)} rules={[{ required: true }]}>
            <InputNumber min={min} max={max} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        ))}
        <Form.Item name="workerMayApply" valuePropName="checked">
          <Checkbox>{t('meanings.workerMayApply')}</Checkbox>
        </Form.Item>
        {of === null ? null : (
          <Form.Item name="retired" valuePropName="checked">
            <Checkbox>{t('meanings.retire')}</Checkbox>
          </Form.Item>
        )}
        <Form.Item name="reason" label={t('meanings.reason')} rules={[{ required: true, min: 2, max: 300 }]}>
          <Input />
        </Form.Item>
      </Form>
    </Modal>
  );
}
