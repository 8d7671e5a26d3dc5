import { useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal, type FormInstance } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../use-action.js';
import type { BudgetTreeLine } from '../api/budgets.js';
import { BudgetEffect, type EffectRow } from './budget-effect.js';
import { toFen } from './budget-tree.js';

const reasonMax = 500;

interface BudgetModalProps<Values> {
  readonly title: string;
  readonly hint: string;
  readonly ok: string;
  readonly said: string;
  readonly effect: readonly EffectRow[];
  readonly form: FormInstance<Values>;
  readonly send: (values: Values) => Promise<unknown>;
  readonly close: () => void;
  readonly children?: ReactNode;
}

/** A question about money: what is asked, what it would make of the figures, and one button that does it. */
export function BudgetModal<Values extends object>(props: BudgetModalProps<Values>) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const send = async (values: Values): Promise<unknown> => {
    try {
      return await props.send(values);
    } catch (error) {
      // A refusal often means that the figures changed: the form goes on with the ones of now.
      await queries.invalidateQueries({ queryKey: ['budget-tree'] });
      throw error;
    }
  };
  const sent = useAction(send, { said: props.said, done: props.close });
  return (
    <Modal
      open
      title={props.title}
      onCancel={props.close}
      onOk={() => props.form.submit()}
      okText={props.ok}
      cancelText={t('common.cancel')}
      confirmLoading={sent.isPending}
    >
      <p>{props.hint}</p>
      <Form form={props.form} layout="vertical" onFinish={(values) => sent.mutate(values)}>
        {props.children}
        <BudgetEffect rows={props.effect} />
      </Form>
    </Modal>
  );
}

/** An amount of at most what is there. */
export function AmountField({ maxFen, label }: { readonly maxFen: number | null; readonly label: string }) {
  const { t } = useTranslation();
  const inRange = (_: unknown, yuan: number | null | undefined): Promise<void> => {
    const fen = toFen(yuan);
    if (fen <= 0) return Promise.reject(new Error(t('budget.amountMissing')));
    if (maxFen !== null && fen > maxFen) return Promise.reject(new Error(t('budget.amountTooLarge')));
    return Promise.resolve();
  };
  return (
    <Form.Item name="yuan" label={label} rules={[{ validator: inRange }]} required>
      <InputNumber min={0} precision={2} prefix="¥" style={{ width: '100%' }} />
    </Form.Item>
  );
}

export function ReasonField() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="reason"
      label={t('budget.reason')}
      rules={[{ required: true, whitespace: true, message: t('budget.reasonMissing') }]}
    >
      <Input.TextArea rows={2} maxLength={reasonMax} />
    </Form.Item>
  );
}

/** A line as people name it: whose it is, then what it is for. */
export const nameOf = ({ orgName, name }: Pick<BudgetTreeLine, 'orgName' | 'name'>): string => `${orgName} · ${name}`;
