import { useQuery, useQueryClient } from '@tanstack/react-query';
import { TreeSelect } from 'antd';
import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { listOrgs, type Org } from './api/organizations.js';
import { getStanding } from './api/overview.js';

interface OrgSelectProps {
  readonly id?: string;
  /** What it asks, where no label stands beside it. */
  readonly label?: string;
  readonly value?: string | undefined;
  readonly onChange?: (id: string) => void;
  /** Where choosing none means all; the answer is then an empty id. */
  readonly allowClear?: boolean;
  readonly placeholder?: string;
}

interface Chosen {
  readonly value: string;
  readonly label: string;
}

/** Picks a union from the officer's own subtree; each level loads when it is opened. */
export function OrgSelect({ id, label, value, onChange, allowClear = false, placeholder }: OrgSelectProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [below, setBelow] = useState<readonly Org[]>([]);
  const tops = useQuery({ queryKey: ['orgs'], queryFn: () => listOrgs() });
  const known = [...(tops.data ?? []), ...below];
  const topIds = new Set(tops.data?.map((org) => org.id));
  const chosen = known.find((org) => org.id === value)?.name;
  // One chosen by an address stands below what was opened so far.
  const named = useQuery({
    queryKey: ['org-name', value],
    queryFn: ({ signal }) => getStanding(value ?? '', signal),
    enabled: Boolean(value) && tops.isSuccess && chosen === undefined,
  });
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
      {...(value ? { value: { value, label: chosen ?? named.data?.name ?? '…' } } : {})}
      labelInValue
      allowClear={allowClear}
      treeDataSimpleMode
      treeData={nodes}
      loadData={load}
      loading={tops.isPending}
      onChange={(next: Chosen | undefined) => onChange?.(next?.value ?? '')}
      placeholder={placeholder ?? t('org.choose')}
      style={{ width: '100%' }}
      styles={{ popup: { root: { maxHeight: 400 } } }}
    />
  );
}
