import { Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatFen } from '../../shared/format.js';
import { allocate, type BudgetTreeLine } from '../api/budgets.js';
import { OrgSelect } from '../org-select.js';
import { AmountField, BudgetModal, nameOf } from './budget-modal.js';
import { freeId, toFen } from './budget-tree.js';

interface Values {
  readonly to: 'KNOWN' | 'NEW';
  readonly childId?: string;
  readonly orgId?: string;
  readonly name?: string;
  readonly yuan?: number | null;
}

interface Props {
  readonly line: BudgetTreeLine;
  readonly lines: readonly BudgetTreeLine[];
  readonly close: () => void;
}

/** 下达: free money of a line to one below it. */
export function AllocateModal({ line, lines, close }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const below = lines.filter(({ parentId, state }) => parentId === line.id && state === 'OPEN');
  const values = Form.useWatch([], form) as Values | undefined;
  const isNew = (values?.to ?? (below.length > 0 ? 'KNOWN' : 'NEW')) === 'NEW';
  const child = isNew ? undefined : below.find(({ id }) => id === values?.childId);
  const fen = toFen(values?.yuan);
  const effect = [
    {
      name: t('budget.freeOf', { name: nameOf(line) }),
      beforeFen: line.freeFen,
      afterFen: line.freeFen - fen,
    },
    {
      name: t('budget.freeOf', { name: child ? nameOf(child) : (values?.name ?? t('budget.newLine')) }),
      beforeFen: child?.freeFen ?? 0,
      afterFen: (child?.freeFen ?? 0) + fen,
    },
  ];
  const send = ({ orgId = '', name = '', yuan }: Values): Promise<unknown> =>
    allocate(line.id, {
      version: line.version,
      amountFen: toFen(yuan),
      to: child
        ? { id: child.id, version: child.version }
        : { id: freeId(lines, orgId, line.year), orgId, name: name.trim() },
    });
  return (
    <BudgetModal<Values>
      title={t('budget.ALLOCATE')}
      hint={t('budget.allocateHint', { name: nameOf(line), free: formatFen(line.freeFen) })}
      ok={t('budget.allocateOk')}
      said={t('budget.allocated')}
      effect={effect}
      form={form}
      send={send}
      close={close}
    >
      <TargetFields isNew={isNew} below={below} />
      <AmountField label={t('budget.amount')} maxFen={line.freeFen} />
    </BudgetModal>
  );
}

/** A line that is there, or what a new one needs. */
function TargetFields({ isNew, below }: { readonly isNew: boolean; readonly below: readonly BudgetTreeLine[] }) {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item name="to" label={t('budget.to')} initialValue={below.length > 0 ? 'KNOWN' : 'NEW'}>
        <Radio.Group
          options={[
            { value: 'KNOWN', label: t('budget.toKnown'), disabled: below.length === 0 },
            { value: 'NEW', label: t('budget.toNew') },
          ]}
        />
      </Form.Item>
      {isNew ? (
        <>
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
        </>
      ) : (
        <Form.Item
          name="childId"
          label={t('budget.child')}
          rules={[{ required: true, message: t('budget.childMissing') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={below.map((one) => ({ value: one.id, label: nameOf(one) }))}
          />
        </Form.Item>
      )}
    </>
  );
}
