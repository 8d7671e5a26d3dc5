import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatFen } from '../../shared/format.js';
import { type BudgetProposalRequest, type BudgetTreeLine, proposeOnLine } from '../api/budgets.js';
import { AmountField, BudgetModal, nameOf, ReasonField } from './budget-modal.js';
import { toFen } from './budget-tree.js';

interface Values {
  readonly yuan?: number | null;
  readonly reason: string;
}

interface Props {
  readonly kind: BudgetProposalRequest['kind'];
  readonly line: BudgetTreeLine;
  readonly lines: readonly BudgetTreeLine[];
  readonly close: () => void;
}

/** 追加, 核减 and 收回: asked for here, let through by somebody else. */
export function ProposeModal({ kind, line, lines, close }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const fen = toFen(Form.useWatch('yuan', form));
  const more = kind === 'RAISE' ? fen : -fen;
  const upper = kind === 'CLAW_BACK' ? lines.find(({ id }) => id === line.parentId) : undefined;
  const effect = [
    { name: t('budget.freeOf', { name: nameOf(line) }), beforeFen: line.freeFen, afterFen: line.freeFen + more },
    ...(upper
      ? [{ name: t('budget.freeOf', { name: nameOf(upper) }), beforeFen: upper.freeFen, afterFen: upper.freeFen + fen }]
      : [
          {
            name: t('budget.totalOf', { name: nameOf(line) }),
            beforeFen: line.totalFen,
            afterFen: line.totalFen + more,
          },
        ]),
  ];
  const send = ({ yuan, reason }: Values): Promise<unknown> =>
    proposeOnLine(line.id, { kind, version: line.version, amountFen: toFen(yuan), reason });
  return (
    <BudgetModal<Values>
      title={t(`budget.${kind}`)}
      hint={t(`budget.proposeHint.${kind}`, { name: nameOf(line), free: formatFen(line.freeFen) })}
      ok={t('budget.proposeOk')}
      said={t('budget.proposed')}
      effect={effect}
      form={form}
      send={send}
      close={close}
    >
      <AmountField label={t('budget.amount')} maxFen={kind === 'RAISE' ? null : line.freeFen} />
      <ReasonField />
    </BudgetModal>
  );
}
