import { Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from '../shared/router.js';
import { serverNow } from '../shared/server-clock.js';
import { currentLanguage } from '../shared/texts.js';
import { draftFromTemplate, type Template } from './api/templates.js';
import { BudgetPicker } from './budget-picker.js';
import { useCategoryName } from './categories/use-category-name.js';
import { toInstant, toLocal } from './local-time.js';
import styles from './console.module.css';
import { OrgSelect } from './org-select.js';
import { useAction } from './use-action.js';

type TemplateNumber = Template['numbers'][number];

interface DraftForm {
  readonly label: string;
  readonly id: string;
  readonly owner: string;
  readonly from: string;
  readonly to: string;
  readonly budgetFrom?: string;
  /** As people write them: yuan, percent, times; in the order of the template. */
  readonly figures: readonly number[];
}

const SCALE = { FEN: 100, BPS: 100, COUNT: 1 } as const;
const DAY_MS = 86_400_000;

/** What a figure is, in the words of the review. */
function useFigureName() {
  const { t } = useTranslation();
  const nameOf = useCategoryName();
  return ({ field, per, period, category }: TemplateNumber): string => {
    if (per !== null && period !== null)
      return t('templates.limit', { per: t(`per.${per}`), period: t(`period.${period}`) });
    if (field !== 'tier') return t(`fact.${field}`);
    const [code = '', level] = (category ?? '').split(':');
    if (category === null) return t('words.theRest');
    const name = nameOf(code);
    return level === undefined ? name : t('words.withLevel', { name, level: t(`level.${level}`) });
  };
}

function Figure({ figure, at }: { readonly figure: TemplateNumber; readonly at: number }) {
  const { t } = useTranslation();
  const nameOf = useFigureName();
  const unit =
    figure.unit === 'COUNT' ? {} : { [figure.unit === 'FEN' ? 'prefix' : 'suffix']: t(`templates.${figure.unit}`) };
  return (
    <Form.Item name={['figures', at]} label={nameOf(figure)} rules={[{ required: true }]}>
      <InputNumber min={0} precision={figure.unit === 'COUNT' ? 0 : 2} style={{ width: '100%' }} {...unit} />
    </Form.Item>
  );
}

function BudgetLine() {
  const { t } = useTranslation();
  const owner = Form.useWatch<string | undefined>('owner');
  return (
    <Form.Item name="budgetFrom" label={t('editor.budgetFrom')} rules={[{ required: true }]}>
      <BudgetPicker owner={owner} />
    </Form.Item>
  );
}

interface DraftProps {
  readonly template: Template;
  readonly close: () => void;
}

/** The few things a template leaves open: who runs it, when, who pays, and its figures. */
export function TemplateDraftModal({ template, close }: DraftProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<DraftForm>();
  const [initial] = useState(() => {
    const day = (days: number): string =>
      `${toLocal(new Date(serverNow() + days * DAY_MS).toISOString()).slice(0, 10)}T00:00`;
    const scaled = template.numbers.map(({ value, unit }) => value / SCALE[unit]);
    // An id people can read and nobody else has: the template's and today's.
    const id = `${template.id}-${day(0).slice(0, 10).replaceAll('-', '')}`;
    return { label: template.label, id, from: day(1), to: day(1 + template.days), figures: scaled };
  });
  const made = useAction(
    ({ label, id, owner, from, to, budgetFrom, figures }: DraftForm) =>
      draftFromTemplate(template.id, {
        id,
        owner,
        label,
        from: toInstant(from),
        to: toInstant(to),
        ...(budgetFrom === undefined ? {} : { budgetFrom }),
        numbers: Object.fromEntries(
          template.numbers.map(({ path, unit }, at) => [path, Math.round((figures[at] ?? 0) * SCALE[unit])]),
        ),
      }),
    { said: t('editor.saved'), done: (one) => navigate(`/console/campaigns/${one.id}`) },
  );
  return (
    <Modal
      open
      width={720}
      title={template.title[currentLanguage()]}
      onCancel={close}
      okText={t('editor.save')}
      confirmLoading={made.isPending}
      onOk={() => form.submit()}
    >
      <p className={styles.muted}>{template.about[currentLanguage()]}</p>
      <Form form={form} layout="vertical" initialValues={initial} onFinish={(values) => made.mutate(values)}>
        <div className={styles.columns}>
          <Form.Item
            name="label"
            label={t('editor.label')}
            extra={t('editor.labelHint')}
            rules={[{ required: true, max: 40 }]}
          >
            <Input />
          </Form.Item>
          <Form.Item name="owner" label={t('campaigns.owner')} rules={[{ required: true }]}>
            <OrgSelect />
          </Form.Item>
          <Form.Item name="from" label={t('editor.from')} rules={[{ required: true }]}>
            <Input type="datetime-local" />
          </Form.Item>
          <Form.Item name="to" label={t('editor.to')} rules={[{ required: true }]}>
            <Input type="datetime-local" />
          </Form.Item>
          {template.numbers.map((figure, at) => (
            <Figure key={figure.path} figure={figure} at={at} />
          ))}
          {template.takesBudget ? <BudgetLine /> : null}
          <Form.Item name="id" label={t('editor.id')} extra={t('editor.idHint')} rules={[{ required: true }]}>
            <Input />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
