import { Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { type BudgetTreeView, openBudgetLine } from '../api/budgets.js';
import { OrgSelect } from '../org-select.js';
import { AmountField, BudgetModal, ReasonField } from './budget-modal.js';
import { freeId, toFen } from './budget-tree.js';

interface Values {
  readonly orgId: string;
  readonly name: string;
  readonly year: number;
  readonly yuan?: number | null;
  readonly reason: string;
}

/** A first line of a year: opened at once, its money let through by somebody else. */
export function OpenLineModal({ tree, close }: { readonly tree: BudgetTreeView; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const [yuan, name] = [Form.useWatch('yuan', form), Form.useWatch('name', form)];
  const send = ({ orgId, name: named, year, yuan: amount, reason }: Values): Promise<unknown> =>
    openBudgetLine({
      id: freeId(tree.lines, orgId, year),
      orgId,
      name: named.trim(),
      year,
      totalFen: toFen(amount),
      reason,
    });
  return (
    <BudgetModal<Values>
      title={t('budget.open')}
      hint={t('budget.openHint')}
      ok={t('budget.proposeOk')}
      said={t('budget.proposed')}
      effect={[
        { name: t('budget.totalOf', { name: name ?? t('budget.newLine') }), beforeFen: 0, afterFen: toFen(yuan) },
      ]}
      form={form}
      send={send}
      close={close}
    >
      <Form.Item name="orgId" label={t('budget.org')} rules={[{ required: true, message: t('budget.orgMissing') }]}>
        <OrgSelect />
      </Form.Item>
      <Form.Item
        name="name"
        label={t('budget.name')}
        rules={[{ required: true, whitespace: true, message: t('budget.nameMissing') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="year" label={t('budget.year')} initialValue={tree.thisYear}>
        <InputNumber min={2000} max={2100} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <AmountField label={t('budget.amount')} maxFen={null} />
      <ReasonField />
    </BudgetModal>
  );
}
