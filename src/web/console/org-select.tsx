import { useQuery, useQueryClient } from '@tanstack/react-query';
import { TreeSelect } from 'antd';
import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { useSettled } from '../shared/hooks.js';
import { listOrgs, type Org } from './api/organizations.js';
import { getStanding } from './api/overview.js';
import { findUnions, FOUND_MAX } from './api/union-tree.js';

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

/** The tree as far as it was opened; each level loads when it is opened. */
function useTree() {
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
  return { isPending: tops.isPending, known, nodes, load };
}

/** Unions whose name has what is typed, or whose code begins with it; asked of the server, since a city has thousands. */
function useFound(typed: string) {
  const { t } = useTranslation();
  const q = useSettled(typed.trim());
  const found = useQuery({
    queryKey: ['orgs-found', q],
    queryFn: ({ signal }) => findUnions(q, signal),
    enabled: q !== '',
    placeholderData: (before) => before,
  });
  const rows = q === '' ? null : (found.data ?? []);
  const nodes = rows?.map(({ id, name, parentName }) => ({
    id,
    pId: null,
    value: id,
    title: parentName === null ? name : t('org.under', { name, parent: parentName }),
    isLeaf: true,
  }));
  // Nothing is missing before the answer is there.
  const none = found.isError
    ? t('org.failed')
    : found.isFetching || q !== typed.trim()
      ? t('org.looking')
      : t('org.none');
  const more = rows !== null && rows.length >= FOUND_MAX ? [moreNode(t('org.more', { count: FOUND_MAX }))] : [];
  return { rows, nodes: nodes && [...nodes, ...more], none, isPending: found.isFetching };
}

/** Says at the end of a list that it is not the whole. */
const moreNode = (title: string) => ({ id: '', pId: null, value: '', title, isLeaf: true, disabled: true });

/** Picks a union from the officer's own subtree: level by level, or by a part of its name. */
export function OrgSelect({ id, label, value, onChange, allowClear = false, placeholder }: OrgSelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const tree = useTree();
  const found = useFound(typed);
  const chosen = [...tree.known, ...(found.rows ?? [])].find((org) => org.id === value)?.name;
  // One chosen by an address, or found by name, stands below what was opened so far.
  const named = useQuery({
    queryKey: ['org-name', value],
    queryFn: ({ signal }) => getStanding(value ?? '', signal),
    enabled: Boolean(value) && !tree.isPending && chosen === undefined,
  });
  return (
    <TreeSelect
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      {...(value ? { value: { value, label: chosen ?? named.data?.name ?? '…' } } : {})}
      labelInValue
      allowClear={allowClear}
      showSearch={{ filterTreeNode: false, onSearch: setTyped, searchValue: typed }}
      treeDataSimpleMode
      treeData={found.nodes ?? tree.nodes}
      {...(found.nodes ? {} : { loadData: tree.load })}
      loading={tree.isPending || found.isPending}
      notFoundContent={found.none}
      onChange={(next: Chosen | undefined) => {
        setTyped('');
        onChange?.(next?.value ?? '');
      }}
      placeholder={placeholder ?? t('org.choose')}
      style={{ width: '100%' }}
      styles={{ popup: { root: { maxHeight: 400 } } }}
    />
  );
}
