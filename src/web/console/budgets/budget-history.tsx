import { useQuery } from '@tanstack/react-query';
import { Drawer, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatFen, formatTime } from '../../shared/format.js';
import { EmptyState, Loaded } from '../../shared/ui/states.js';
import { type BudgetHistoryItem, type BudgetTreeLine, getBudgetHistory } from '../api/budgets.js';
import styles from '../console.module.css';
import { nameOf } from './budget-modal.js';

/** Everything that happened to a line: each movement in the books, and what was said without money moving. */
export function BudgetHistory({ line, close }: { readonly line: BudgetTreeLine; readonly close: () => void }) {
  const { t } = useTranslation();
  const history = useQuery({
    queryKey: ['budget-tree', 'history', line.id],
    queryFn: ({ signal }) => getBudgetHistory(line.id, signal),
  });
  const otherOf = ({ otherKind, otherName }: BudgetHistoryItem): string =>
    otherKind === 'FEDERATION' ? t('budget.federation') : (otherName ?? '—');
  const amountOf = (fen: number | null): string => {
    if (fen === null) return '—';
    return fen > 0 ? `+${formatFen(fen)}` : formatFen(fen);
  };
  return (
    <Drawer open size="large" title={t('budget.historyOf', { name: nameOf(line) })} onClose={close}>
      <Loaded of={history}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('budget.noHistory')} />
          ) : (
            <Table<BudgetHistoryItem & { readonly key: number }>
              size="small"
              pagination={false}
              scroll={{ x: 'max-content' }}
              dataSource={items.map((item, key) => ({ ...item, key }))}
              columns={[
                { title: t('budget.at'), render: (_, item) => formatTime(item.at) },
                {
                  title: t('budget.what'),
                  render: (_, { action }) => t(`budgetAction.${action.replaceAll('.', '_')}`, { defaultValue: action }),
                },
                {
                  title: t('budget.freeChange'),
                  align: 'right',
                  render: (_, item) => <span className={styles.number}>{amountOf(item.amountFen)}</span>,
                },
                { title: t('budget.other'), render: (_, item) => otherOf(item) },
                { title: t('budget.by'), render: (_, item) => item.by ?? '—' },
              ]}
            />
          )
        }
      </Loaded>
    </Drawer>
  );
}
