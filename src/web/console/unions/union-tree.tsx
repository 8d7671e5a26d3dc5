import { useQueries } from '@tanstack/react-query';
import { Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../shared/ui/states.js';
import { listBelow, type OrgTreeRow } from '../api/union-tree.js';
import { columnsOf } from './union-columns.js';

interface Node extends OrgTreeRow {
  readonly nodes?: readonly Node[];
}

/** The tree level by level: what is below a union loads when it is opened. */
export function UnionTree({ open }: { readonly open: (row: OrgTreeRow) => void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const levels = useQueries({
    queries: [null, ...opened].map((id) => ({
      queryKey: ['org-tree', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => listBelow(id, signal),
    })),
  });
  const [tops] = levels;
  if (!tops || tops.isPending) return <Skeleton heights={[40, 40, 40, 40]} />;
  if (!tops.data) return <ErrorState error={tops.error} retry={() => void tops.refetch()} />;

  const below = new Map(opened.map((id, at) => [id, levels[at + 1]?.data ?? []]));
  // A union with some below has an empty list until it is opened: the table shows a handle for it.
  const nodeOf = (row: OrgTreeRow): Node =>
    row.children === 0 ? row : { ...row, nodes: (below.get(row.id) ?? []).map(nodeOf) };
  return (
    <Table<Node>
      size="middle"
      columns={columnsOf<Node>(t, open, { isList: false, isDissolved: false })}
      dataSource={tops.data.map(nodeOf)}
      rowKey={({ id }) => id}
      pagination={false}
      loading={levels.some(({ isPending }) => isPending)}
      scroll={{ x: 'max-content' }}
      expandable={{
        childrenColumnName: 'nodes',
        expandedRowKeys: opened,
        onExpandedRowsChange: (keys) => setOpened(keys.map(String)),
      }}
    />
  );
}
