import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettled } from '../../shared/hooks.js';
import {
  listMerchantCategories,
  listMerchants,
  listStoreNames,
  merchantsNamed,
  storesNamed,
} from '../api/merchants.js';
import { listAt } from './draft.js';
import { Field } from './fields.js';
import { useWizard } from './wizard-state.js';

interface Option {
  readonly value: string;
  readonly label: string;
}
interface PlacesProps {
  readonly path: 'where.merchants' | 'where.stores';
  readonly find: (q: string) => Promise<readonly Option[]>;
  /** The names of those chosen already. */
  readonly name: (ids: readonly string[]) => Promise<readonly Option[]>;
}

const NAMED_MAX = 100;

/** Several places, found by a part of their name; one whose name is not known shows by its id. */
function Places({ path, find, name }: PlacesProps) {
  const { t } = useTranslation();
  const { draft, set } = useWizard();
  const [words, setWords] = useState('');
  const q = useSettled(words.trim());
  const chosen = listAt<string>(draft, path);
  const found = useQuery({ queryKey: [path, 'find', q], queryFn: () => find(q), placeholderData: keepPreviousData });
  const asked = chosen.slice(0, NAMED_MAX);
  const named = useQuery({
    queryKey: [path, 'name', asked],
    queryFn: () => name(asked),
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  const labels = new Map([...(named.data ?? []), ...(found.data ?? [])].map(({ value, label }) => [value, label]));
  const values = [...new Set([...(found.data ?? []).map(({ value }) => value), ...chosen])];
  return (
    <Field path={path} optional>
      {(control) => (
        <Select
          {...control}
          mode="multiple"
          showSearch={{ onSearch: setWords, filterOption: false }}
          loading={found.isFetching}
          placeholder={t('wizard.searchPlaces')}
          style={{ width: '100%' }}
          value={[...chosen]}
          options={values.map((value) => ({ value, label: labels.get(value) ?? value }))}
          onChange={(next: string[]) => {
            setWords('');
            set(path, next);
          }}
        />
      )}
    </Field>
  );
}

async function findMerchants(q: string): Promise<readonly Option[]> {
  return (await listMerchants(q, '')).items.map(({ id, name }) => ({ value: id, label: name }));
}

async function nameMerchants(ids: readonly string[]): Promise<readonly Option[]> {
  return (await merchantsNamed(ids)).map(({ id, name }) => ({ value: id, label: name }));
}

const storeOption = ({ id, name, merchantName }: { id: string; name: string; merchantName: string }): Option => ({
  value: id,
  label: name.includes(merchantName) ? name : `${merchantName} · ${name}`,
});

export const MerchantsField = () => <Places path="where.merchants" find={findMerchants} name={nameMerchants} />;
export const StoresField = () => (
  <Places
    path="where.stores"
    find={async (q) => (await listStoreNames(q)).map(storeOption)}
    name={async (ids) => (await storesNamed(ids)).map(storeOption)}
  />
);

export function MerchantCategoriesField() {
  const { t } = useTranslation();
  const { draft, set } = useWizard();
  const known = useQuery({ queryKey: ['merchant-categories'], queryFn: listMerchantCategories, staleTime: 60_000 });
  const chosen = listAt<string>(draft, 'where.merchantCategories');
  const names = new Map((known.data ?? []).map(({ code, name }) => [code, name]));
  return (
    <Field path="where.merchantCategories" optional>
      {(control) => (
        <Select
          {...control}
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: '100%' }}
          value={[...chosen]}
          options={[...new Set([...names.keys(), ...chosen])].map((code) => ({
            value: code,
            label: t(`merchantCategory.${code}`, { defaultValue: names.get(code) ?? code }),
          }))}
          onChange={(next: string[]) => set('where.merchantCategories', next)}
        />
      )}
    </Field>
  );
}
