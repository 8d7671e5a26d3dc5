import { Button, Dropdown, Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatFen } from '../../shared/format.js';
import type { BudgetTreeLine } from '../api/budgets.js';
import styles from '../console.module.css';
import { BudgetBar } from './budget-bar.js';
import { nameOf } from './budget-modal.js';
import { actionsOf, type BudgetAction, type BudgetNode, nest } from './budget-tree.js';

interface Props {
  readonly lines: readonly BudgetTreeLine[];
  readonly mayMove: boolean;
  readonly act: (action: BudgetAction, line: BudgetTreeLine) => void;
  readonly look: (line: BudgetTreeLine) => void;
}

/** The tree of a year: figures beside the bar they make. */
export function BudgetTable({ lines, mayMove, act, look }: Props) {
  const { t } = useTranslation();
  const tree = nest(lines);
  const money = (name: 'totalFen' | 'handedFen' | 'spentFen' | 'heldFen' | 'freeFen', title: string) => ({
    title,
    align: 'right' as const,
    render: (_: unknown, line: BudgetNode) => <span className={styles.number}>{formatFen(line[name])}</span>,
  });
  return (
    <Table<BudgetNode>
      size="middle"
      rowKey="id"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...tree]}
      expandable={{ defaultExpandedRowKeys: tree.map(({ id }) => id) }}
      columns={[
        { title: t('budget.line'), render: (_, line) => <LineName line={line} /> },
        money('totalFen', t('budget.total')),
        { title: t('budget.drawn'), width: 200, render: (_, line) => <BudgetBar line={line} /> },
        money('handedFen', t('budget.handed')),
        money('spentFen', t('budget.spent')),
        money('heldFen', t('budget.held')),
        money('freeFen', t('budget.free')),
        {
          title: t('budget.actions'),
          render: (_, line) => (
            <LineActions line={line} actions={mayMove ? actionsOf(line, lines) : []} act={act} look={look} />
          ),
        },
      ]}
    />
  );
}

function LineName({ line }: { readonly line: BudgetTreeLine }) {
  const { t } = useTranslation();
  return (
    <span>
      {nameOf(line)}{' '}
      {line.alertPercent !== null && line.state === 'OPEN' ? (
        <Tag color={line.alertPercent >= 80 ? 'error' : 'warning'}>
          {t('budget.handedPercent', { percent: line.alertPercent })}
        </Tag>
      ) : null}
      {line.state === 'CLOSED' ? <Tag>{t('budget.closed')}</Tag> : null}
      {line.openProposalId === null ? null : <Tag color="processing">{t('budget.isWaiting')}</Tag>}
    </span>
  );
}

interface LineActionsProps extends Pick<Props, 'act' | 'look'> {
  readonly line: BudgetTreeLine;
  readonly actions: readonly BudgetAction[];
}

function LineActions({ line, actions, act, look }: LineActionsProps) {
  const { t } = useTranslation();
  const items = [
    ...actions.map((key) => ({ key, label: t(`budget.${key}`) })),
    { key: 'HISTORY', label: t('budget.history') },
  ];
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        onClick: ({ key }) => (key === 'HISTORY' ? look(line) : act(key as BudgetAction, line)),
      }}
    >
      <Button size="small" aria-label={t('budget.actionsOf', { name: nameOf(line) })}>
        {t('budget.actions')}
      </Button>
    </Dropdown>
  );
}
