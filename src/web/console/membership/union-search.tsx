import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettled } from '../../shared/hooks.js';
import { searchUnions } from '../api/membership.js';

const letters = 2;

/** Picks any union of the city by a part of its or its enterprise's name; it shows names and nothing else. */
export function UnionSearch(props: {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (id: string) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const found = useQuery({
    queryKey: ['unions', q],
    queryFn: () => searchUnions(q),
    enabled: q.length >= letters,
    placeholderData: (before) => before,
  });
  return (
    <Select
      {...(props.id ? { id: props.id } : {})}
      {...(props.value ? { value: props.value } : {})}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      onChange={(id: string) => props.onChange?.(id)}
      loading={found.isFetching}
      placeholder={t('membership.unionSearch')}
      notFoundContent={t(q.length < letters ? 'membership.unionType' : 'membership.unionNone')}
      options={(found.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
