import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, Loaded } from '../../shared/ui/states.js';
import { type BudgetTreeView, getBudgetTree } from '../api/budgets.js';
import { AllocateModal } from '../budgets/allocate-modal.js';
import { BudgetLegend } from '../budgets/budget-bar.js';
import { BudgetHistory } from '../budgets/budget-history.js';
import { BudgetProposalsPanel } from '../budgets/budget-proposals.js';
import { BudgetTable } from '../budgets/budget-table.js';
import type { BudgetAction } from '../budgets/budget-tree.js';
import { CarryOverModal, CloseLineModal } from '../budgets/carry-over-modal.js';
import { OpenLineModal } from '../budgets/open-line-modal.js';
import { ProposeModal } from '../budgets/propose-modal.js';
import styles from '../console.module.css';

/** What is open above the tree: an action or the history of one line, or a new line. */
type Shown = { readonly what: BudgetAction | 'HISTORY'; readonly lineId: string } | { readonly what: 'OPEN' } | null;

interface DialogProps {
  readonly shown: NonNullable<Shown>;
  readonly tree: BudgetTreeView;
  readonly close: () => void;
}

/** Asks with the line as it stands now, not as it was when the dialog opened. */
function Dialog({ shown, tree, close }: DialogProps) {
  if (shown.what === 'OPEN') return <OpenLineModal tree={tree} close={close} />;
  const line = tree.lines.find(({ id }) => id === shown.lineId);
  if (!line) return null;
  const given = { line, lines: tree.lines, close };
  switch (shown.what) {
    case 'ALLOCATE':
      return <AllocateModal {...given} />;
    case 'CARRY_OVER':
      return <CarryOverModal {...given} />;
    case 'CLOSE':
      return <CloseLineModal line={line} close={close} />;
    case 'HISTORY':
      return <BudgetHistory line={line} close={close} />;
    default:
      return <ProposeModal {...given} kind={shown.what} />;
  }
}

function Tree({ tree }: { readonly tree: BudgetTreeView }) {
  const { t } = useTranslation();
  const [year, setYear] = useState<number | null>(null);
  const [shown, setShown] = useState<Shown>(null);
  const latest = tree.years.includes(tree.thisYear) ? tree.thisYear : tree.years[0];
  const chosen = year ?? latest ?? tree.thisYear;
  const lines = tree.lines.filter((line) => line.year === chosen);
  return (
    <>
      <div className={styles.head}>
        <div className={styles.filters}>
          <Select
            aria-label={t('budget.year')}
            value={chosen}
            onChange={setYear}
            options={tree.years.map((one) => ({ value: one, label: t('budget.yearOf', { year: one }) }))}
            style={{ minWidth: 120 }}
          />
        </div>
        {tree.mayMove ? <Button onClick={() => setShown({ what: 'OPEN' })}>{t('budget.open')}</Button> : null}
      </div>
      <section className={styles.panel}>
        {lines.length === 0 ? (
          <EmptyState title={t('budget.empty')} />
        ) : (
          <>
            <BudgetLegend />
            <BudgetTable
              key={chosen}
              lines={lines}
              mayMove={tree.mayMove}
              act={(what, { id }) => setShown({ what, lineId: id })}
              look={({ id }) => setShown({ what: 'HISTORY', lineId: id })}
            />
          </>
        )}
      </section>
      {shown ? <Dialog shown={shown} tree={tree} close={() => setShown(null)} /> : null}
    </>
  );
}

/** The budget tree of the officer's part of the union: where the money is, and moving it. */
export default function BudgetsPage() {
  const { t } = useTranslation();
  const tree = useQuery({
    queryKey: ['budget-tree', null],
    queryFn: ({ signal }) => getBudgetTree(undefined, signal),
    refetchInterval: 60_000,
  });
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.budgets')}</h1>
      </div>
      <BudgetProposalsPanel />
      <Loaded of={tree} heights={[40, 320]}>
        {(data) => <Tree tree={data} />}
      </Loaded>
    </div>
  );
}
