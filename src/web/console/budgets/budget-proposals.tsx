import { useQuery } from '@tanstack/react-query';
import { Button, Space, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatFen, formatTime } from '../../shared/format.js';
import { type BudgetProposalView, decideBudgetProposal, listBudgetProposals } from '../api/budgets.js';
import styles from '../console.module.css';
import { useAction } from '../use-action.js';
import { nameOf } from './budget-modal.js';

/** What waits for a second officer, with what it would make of the line. Nothing, when nothing waits. */
export function BudgetProposalsPanel() {
  const { t } = useTranslation();
  const waiting = useQuery({
    queryKey: ['budget-proposals'],
    queryFn: ({ signal }) => listBudgetProposals(signal),
    refetchInterval: 30_000,
  });
  const decided = useAction(
    ({ one, approve }: { one: BudgetProposalView; approve: boolean }) =>
      decideBudgetProposal(one.id, approve ? { approve, version: one.lineVersion } : { approve }),
    { said: t('budget.decided') },
  );
  if (!waiting.data?.length) return null;
  const totalAfter = ({ kind, totalFen, amountFen }: BudgetProposalView): number =>
    kind === 'RAISE' ? totalFen + amountFen : totalFen - amountFen;
  return (
    <section className={styles.panel} aria-labelledby="budget-waiting">
      <h2 id="budget-waiting">{t('budget.waitingTitle')}</h2>
      <Table<BudgetProposalView>
        size="middle"
        rowKey="id"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={[...waiting.data]}
        columns={[
          { title: t('budget.what'), render: (_, one) => t(`budget.${one.kind}`) },
          { title: t('budget.line'), render: (_, one) => nameOf({ orgName: one.orgName, name: one.lineName }) },
          {
            title: t('budget.amount'),
            align: 'right',
            render: (_, one) => <strong className={styles.number}>{formatFen(one.amountFen)}</strong>,
          },
          {
            title: t('budget.totalAfter'),
            align: 'right',
            render: (_, one) => (
              <span className={styles.number}>
                {formatFen(one.totalFen)} → {formatFen(totalAfter(one))}
              </span>
            ),
          },
          { title: t('budget.reason'), dataIndex: 'reason' },
          {
            title: t('categories.by'),
            render: (_, one) => t('budget.byAt', { who: one.proposedBy, at: formatTime(one.proposedAt) }),
          },
          {
            title: t('categories.decide'),
            render: (_, one) =>
              one.mayDecide ? (
                <Space>
                  <Button size="small" type="primary" onClick={() => decided.mutate({ one, approve: true })}>
                    {t('categories.approve')}
                  </Button>
                  <Button size="small" onClick={() => decided.mutate({ one, approve: false })}>
                    {t('categories.refuse')}
                  </Button>
                </Space>
              ) : (
                <span className={styles.muted}>{t('categories.other')}</span>
              ),
          },
        ]}
      />
    </section>
  );
}
