import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatFen } from '../../shared/format.js';
import { type BudgetTreeLine, carryOver, closeLine } from '../api/budgets.js';
import { BudgetModal, nameOf } from './budget-modal.js';
import { freeId } from './budget-tree.js';

interface Values {
  readonly targetId?: string;
  readonly name?: string;
}

interface Props {
  readonly line: BudgetTreeLine;
  readonly lines: readonly BudgetTreeLine[];
  readonly close: () => void;
}

/** Chosen for a line that does not exist yet. */
const fresh = '';

/** 结转: what is free goes to the next year, and the line hands out nothing more. */
export function CarryOverModal({ line, lines, close }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const nextYear = line.year + 1;
  const targets = lines.filter(
    ({ orgId, year, state }) => orgId === line.orgId && year === nextYear && state === 'OPEN',
  );
  const first = targets.find(({ id }) => id === line.carriedToId)?.id ?? targets[0]?.id ?? fresh;
  const targetId = Form.useWatch('targetId', form) ?? first;
  const target = targets.find(({ id }) => id === targetId);
  const { freeFen } = line;
  const targetFen = target?.freeFen ?? 0;
  const effect = [
    { name: t('budget.freeOf', { name: nameOf(line) }), beforeFen: freeFen, afterFen: 0 },
    {
      name: t('budget.freeOf', { name: target ? nameOf(target) : t('budget.yearLine', { year: nextYear }) }),
      beforeFen: targetFen,
      afterFen: targetFen + freeFen,
    },
  ];
  const send = ({ name = '' }: Values): Promise<unknown> =>
    carryOver(line.id, {
      version: line.version,
      to: target
        ? { id: target.id, version: target.version }
        : { id: freeId(lines, line.orgId, nextYear), name: name.trim() },
    });
  return (
    <BudgetModal<Values>
      title={t('budget.CARRY_OVER')}
      hint={t('budget.carryHint', { name: nameOf(line), free: formatFen(freeFen), year: nextYear })}
      ok={t('budget.carryOk')}
      said={t('budget.carried')}
      effect={effect}
      form={form}
      send={send}
      close={close}
    >
      <Form.Item name="targetId" label={t('budget.to')} initialValue={first}>
        <Select
          options={[
            ...targets.map((one) => ({ value: one.id, label: nameOf(one) })),
            { value: fresh, label: t('budget.yearLine', { year: nextYear }) },
          ]}
        />
      </Form.Item>
      {target ? null : (
        <Form.Item
          name="name"
          label={t('budget.name')}
          initialValue={line.name.replaceAll(String(line.year), String(nextYear))}
          rules={[{ required: true, whitespace: true, message: t('budget.nameMissing') }]}
        >
          <Input maxLength={100} />
        </Form.Item>
      )}
    </BudgetModal>
  );
}

/** Closes a line that has nothing free. */
export function CloseLineModal({ line, close }: Omit<Props, 'lines'>) {
  const { t } = useTranslation();
  const [form] = Form.useForm<object>();
  return (
    <BudgetModal<object>
      title={t('budget.CLOSE')}
      hint={t('budget.closeHint', { name: nameOf(line) })}
      ok={t('budget.closeOk')}
      said={t('budget.closedSaid')}
      effect={[{ name: t('budget.freeOf', { name: nameOf(line) }), beforeFen: line.freeFen, afterFen: line.freeFen }]}
      form={form}
      send={() => closeLine(line.id, line.version)}
      close={close}
    />
  );
}
