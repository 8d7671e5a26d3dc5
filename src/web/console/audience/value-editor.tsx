import { useQuery } from '@tanstack/react-query';
import { InputNumber, Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ValueEditorProps } from 'react-querybuilder';
import { listLists } from '../api/lists.js';
import { listCategoryCodes } from '../api/categories.js';
import { listParks, searchEnterprises } from '../api/organizations.js';
import { categoryName } from '../categories/category-text.js';
import { OrgSelect } from '../org-select.js';
import { isMany, isNumber } from './audience-query.js';
import { useDebounced } from './use-debounced.js';

const TIERS = ['NATIONAL', 'PROVINCIAL', 'MUNICIPAL'] as const;
const GENDERS = ['F', 'M'] as const;
const COUNT_MAX = 100_000;

interface EditorProps {
  readonly value: unknown;
  readonly change: (value: unknown) => void;
  readonly many: boolean;
  readonly title: string;
}
interface Option {
  readonly value: string;
  readonly label: string;
}

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String).filter(Boolean);

/** One of several, or several of them. */
function Choice(props: EditorProps & { readonly options: readonly Option[]; readonly search?: (q: string) => void }) {
  const { t } = useTranslation();
  const { value, change, many, title, options, search } = props;
  const chosen = textsOf(value);
  // What is chosen and not among the options shows by its own code.
  const known = [
    ...options,
    ...chosen.filter((one) => !options.some((option) => option.value === one)).map(codeOption),
  ];
  return (
    <Select
      {...(many ? { mode: 'multiple' as const } : {})}
      aria-label={title}
      placeholder={t('audience.choose')}
      popupMatchSelectWidth={false}
      style={{ minWidth: 180 }}
      showSearch={search ? { onSearch: search, filterOption: false } : { optionFilterProp: 'label' }}
      options={known}
      value={many ? chosen : (chosen[0] ?? null)}
      onChange={(next: string | string[] | null) => change(next ?? '')}
    />
  );
}
const codeOption = (value: string): Option => ({ value, label: value });

function CategoryEditor(props: EditorProps) {
  const { t } = useTranslation();
  const codes = useQuery({ queryKey: ['category-codes'], queryFn: listCategoryCodes });
  const options = (codes.data ?? []).flatMap(({ code, name, levels }) => {
    const label = categoryName(t, code, name);
    const ofLevel = (level: string): Option => ({
      value: `${code}:${level}`,
      label: `${label} · ${t(`level.${level}`, { defaultValue: level })}`,
    });
    return [{ value: code, label }, ...levels.map(ofLevel)];
  });
  return <Choice {...props} options={options} />;
}

function ParkEditor(props: EditorProps) {
  const parks = useQuery({ queryKey: ['parks'], queryFn: listParks });
  return <Choice {...props} options={(parks.data ?? []).map(({ code, name }) => ({ value: code, label: name }))} />;
}

function ListEditor(props: EditorProps) {
  const lists = useQuery({ queryKey: ['lists', 'choice'], queryFn: ({ signal }) => listLists('', signal) });
  return <Choice {...props} options={(lists.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />;
}

function EnterpriseEditor(props: EditorProps) {
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim(), 300);
  const found = useQuery({
    queryKey: ['enterprises', q],
    queryFn: ({ signal }) => searchEnterprises(q, signal),
    enabled: q !== '',
  });
  const options = (found.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return <Choice {...props} options={options} search={setTyped} />;
}

/** Industries are what the census wrote, so any word may be given. */
function IndustryEditor({ value, change, many, title }: EditorProps) {
  const { t } = useTranslation();
  return (
    <Select
      mode="tags"
      aria-label={title}
      {...(many ? {} : { maxCount: 1 })}
      placeholder={t('audience.industryHint')}
      style={{ minWidth: 180 }}
      open={false}
      suffixIcon={null}
      value={textsOf(value)}
      onChange={(next: string[]) => change(many ? next : (next[0] ?? ''))}
    />
  );
}

function NumberEditor({ value, change, between, title }: EditorProps & { readonly between: boolean }) {
  const bounds = Array.isArray(value) ? value.map(Number) : [Number(value)];
  const box = (at: number, name: string) => (
    <InputNumber
      key={at}
      aria-label={name}
      min={0}
      max={COUNT_MAX}
      precision={0}
      value={bounds[at] ?? null}
      onChange={(next) => change(between ? bounds.map((one, index) => (index === at ? next : one)) : next)}
    />
  );
  const { t } = useTranslation();
  if (!between) return box(0, title);
  return (
    <Space>
      {box(0, t('audience.from'))}
      <span>{t('audience.to')}</span>
      {box(1, t('audience.to'))}
    </Space>
  );
}

/** What a rule compares with, chosen as its field asks. */
export function AudienceValueEditor({ field, operator, value, ...rest }: ValueEditorProps) {
  const { t } = useTranslation();
  const change = (next: unknown): void => rest.handleOnChange(next);
  const props = {
    value,
    change,
    many: isMany(operator) && field !== 'list',
    title: t('audience.value'),
  };
  const named = (group: string, codes: readonly string[]): Option[] =>
    codes.map((code) => ({ value: code, label: t(`${group}.${code}`) }));
  if (isNumber(field)) return <NumberEditor {...props} between={operator === 'between'} />;
  switch (field) {
    case 'category':
      return <CategoryEditor {...props} />;
    case 'org':
      return (
        <div style={{ minWidth: 220 }}>
          <OrgSelect label={props.title} value={value ? String(value) : undefined} onChange={change} />
        </div>
      );
    case 'park':
      return <ParkEditor {...props} />;
    case 'tier':
      return <Choice {...props} options={named('tier', TIERS)} />;
    case 'gender':
      return <Choice {...props} options={named('gender', GENDERS)} />;
    case 'enterprise':
      return <EnterpriseEditor {...props} />;
    case 'industry':
      return <IndustryEditor {...props} />;
    case 'list':
      return <ListEditor {...props} />;
    default:
      return null;
  }
}
