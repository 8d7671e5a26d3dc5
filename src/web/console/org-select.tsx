import { useQuery, useQueryClient } from '@tanstack/react-query';
import { TreeSelect } from 'antd';
import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { listOrgs, type Org } from './api/organizations.js';

interface OrgSelectProps {
  readonly id?: string;
  /** What it asks, where no label stands beside it. */
  readonly label?: string;
  readonly value?: string | undefined;
  /** What the chosen one is called while its branch has not been opened. */
  readonly name?: string | undefined;
  readonly onChange?: (id: string) => void;
}

/** Picks a union from the officer's own subtree; each level loads when it is opened. */
export function OrgSelect({ id, label, value, name, onChange }: OrgSelectProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [below, setBelow] = useState<readonly Org[]>([]);
  const tops = useQuery({ queryKey: ['orgs'], queryFn: () => listOrgs() });
  const known = [...(tops.data ?? []), ...below];
  const topIds = new Set(tops.data?.map((org) => org.id));
  const nodes = known.map((org) => ({
    id: org.id,
    pId: topIds.has(org.id) ? null : org.parentId,
    value: org.id,
    title: org.name,
    isLeaf: org.level === 'GROUP',
  }));
  const load = async (node: { value?: unknown }): Promise<void> => {
    const parentId = String(node.value);
    const found = await queries.fetchQuery({ queryKey: ['orgs', parentId], queryFn: () => listOrgs(parentId) });
    setBelow((before) => [...before.filter((org) => !found.some((one) => one.id === org.id)), ...found]);
  };
  return (
    <TreeSelect
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      labelInValue
      {...(value ? { value: { value, label: known.find((org) => org.id === value)?.name ?? name ?? '…' } } : {})}
      treeDataSimpleMode
      treeData={nodes}
      loadData={load}
      loading={tops.isPending}
      onChange={(next: { value: string; label: string }) => onChange?.(next.value)}
      placeholder={t('org.choose')}
      style={{ width: '100%' }}
      styles={{ popup: { root: { maxHeight: 400 } } }}
    />
  );
}
