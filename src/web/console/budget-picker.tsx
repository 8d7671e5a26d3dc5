import { useQuery } from '@tanstack/react-query';
import { TreeSelect } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatFen } from '../shared/format.js';
import { getBudgetTree } from './api/budgets.js';
import { type BudgetNode, nest } from './budgets/budget-tree.js';

interface BudgetPickerProps {
  readonly id?: string;
  readonly value?: string | null | undefined;
  readonly onChange?: (id: string | null) => void;
  /** Whose campaign is paid: only its own lines and those above it can be chosen. */
  readonly owner?: string | undefined;
}

/** Picks the budget line a campaign draws from: the tree with what is free of each, the others there to be seen only. */
export function BudgetPicker({ id, value, onChange, owner }: BudgetPickerProps) {
  const { t } = useTranslation();
  const whose = owner === '' ? undefined : owner;
  const tree = useQuery({
    queryKey: ['budget-tree', whose ?? null],
    queryFn: ({ signal }) => getBudgetTree(whose, signal),
  });
  const shown = (tree.data?.lines ?? []).filter((line) => line.state === 'OPEN' || line.id === value);
  const nodeOf = (node: BudgetNode): object => ({
    value: node.id,
    title: t('budget.pick', { org: node.orgName, name: node.name, free: formatFen(node.freeFen) }),
    disabled: !node.drawable,
    children: (node.children ?? []).map(nodeOf),
  });
  return (
    <TreeSelect
      {...(id ? { id } : {})}
      {...(value ? { value } : {})}
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDefaultExpandAll
      treeData={nest(shown).map(nodeOf)}
      loading={tree.isPending}
      onChange={(next: string | undefined) => onChange?.(next ?? null)}
      placeholder={t('budget.pickHint')}
      style={{ width: '100%' }}
      styles={{ popup: { root: { maxHeight: 400, minWidth: 320 } } }}
    />
  );
}
