import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Select, Space, Tag } from 'antd';
import { t } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { errorCode } from '../../shared/problem.js';
import { errorText } from '../../shared/texts.js';
import {
  explainAudience,
  type AudienceExplanation,
  type AudienceGroup,
  type ExplainedGroup,
  type ExplainedRule,
} from '../api/audiences.js';
import { listMembers } from '../api/members.js';
import { levelText } from '../categories/category-text.js';
import { useCategoryName } from '../categories/use-category-name.js';
import styles from './audience.module.css';
import { useDebounced } from './use-debounced.js';

/** Where the codes of a field have words. */
const WORDS: Readonly<Record<string, string>> = { tier: 'tier', gender: 'gender', birthdayMonth: 'audience.month' };

type ValueText = (field: string, value: string) => string;

function useValueText(): ValueText {
  const nameOf = useCategoryName();
  return (field, value) => {
    if (field === 'category') {
      const [code = '', level] = value.split(':');
      return level === undefined ? nameOf(code) : `${nameOf(code)} · ${levelText(t, level)}`;
    }
    const group = WORDS[field];
    return group ? t(`${group}.${value}`, { defaultValue: value }) : value;
  };
}

function sawText(valueText: ValueText, { field, saw }: ExplainedRule): string {
  if (saw.length === 0) return t('audience.sawNothing');
  return saw
    .map(({ value, fromOn, untilOn }) => {
      const days = [fromOn, untilOn].map((day) => (day ? formatDay(day) : ''));
      return fromOn === undefined ? valueText(field, value) : `${valueText(field, value)}（${days.join('–')}）`;
    })
    .join(' / ');
}

const Mark = ({ holds }: { readonly holds: boolean }) => (
  <Tag color={holds ? 'success' : 'default'}>{t(holds ? 'audience.holds' : 'audience.holdsNot')}</Tag>
);

function Rule({ rule }: { readonly rule: ExplainedRule }) {
  const valueText = useValueText();
  const values = (Array.isArray(rule.value) ? rule.value : [rule.value]).map((one) =>
    valueText(rule.field, String(one)),
  );
  return (
    <li>
      <Mark holds={rule.holds} />
      {t(`audience.field.${rule.field}`)} {t(`audience.operator.${rule.operator}`)} {values.join(', ')}
      <span className={styles.saw}>{t('audience.saw', { what: sawText(valueText, rule) })}</span>
    </li>
  );
}

function Group({ group }: { readonly group: ExplainedGroup }) {
  const joined = t(group.combinator === 'and' ? 'audience.and' : 'audience.or');
  return (
    <>
      <Mark holds={group.holds} />
      {group.not ? t('audience.notGroup', { joined }) : joined}
      <ul className={styles.tree}>
        {group.rules.map((entry, at) =>
          entry.kind === 'RULE' ? (
            <Rule key={at} rule={entry} />
          ) : (
            <li key={at}>
              <Group group={entry} />
            </li>
          ),
        )}
      </ul>
    </>
  );
}

function Answer({ told }: { readonly told: AudienceExplanation }) {
  const beside = [
    told.isBelowOwner ? null : t('audience.notBelowOwner'),
    told.membership === 'WITHDRAWN' ? t('audience.withdrawn') : null,
    told.hasActiveCard ? null : t('audience.noCard'),
  ].filter((text) => text !== null);
  const title = t(told.meant ? 'audience.meant' : 'audience.notMeant', { name: told.name });
  return (
    <Alert
      type={told.meant ? 'success' : 'info'}
      showIcon
      title={title}
      description={
        <>
          {beside.map((text) => (
            <p key={text}>{text}</p>
          ))}
          <Group group={told.rules} />
        </>
      }
    />
  );
}

/** Tries the rules on one member; the look is kept in the audit trail, so it is made only when asked for. */
export function AudienceWhy({ audience, owner }: { readonly audience: AudienceGroup; readonly owner: string }) {
  const { t: text } = useTranslation();
  const [typed, setTyped] = useState('');
  const [memberId, setMemberId] = useState<string | null>(null);
  const q = useDebounced(typed.trim(), 300);
  const found = useQuery({
    queryKey: ['members', 'choice', q],
    queryFn: ({ signal }) => listMembers({ q }, '', signal),
    enabled: q !== '',
  });
  const asked = useMutation({ mutationFn: (id: string) => explainAudience(audience, owner, id) });
  const options = (found.data?.items ?? []).map(({ id, name, memberNo, orgName }) => ({
    value: id,
    label: `${name} ${memberNo} ${orgName}`,
  }));
  return (
    <div className={styles.why}>
      <h3>{text('audience.why')}</h3>
      <p className={styles.hint}>{text('audience.whyHint')}</p>
      <Space.Compact block>
        <Select
          aria-label={text('audience.member')}
          placeholder={text('members.search')}
          style={{ width: '100%' }}
          showSearch={{ onSearch: setTyped, filterOption: false }}
          options={options}
          value={memberId}
          onChange={(id: string) => setMemberId(id)}
        />
        <Button
          disabled={memberId === null}
          loading={asked.isPending}
          onClick={() => memberId && asked.mutate(memberId)}
        >
          {text('audience.try')}
        </Button>
      </Space.Compact>
      {asked.error ? <Alert type="warning" showIcon title={errorText(errorCode(asked.error))} /> : null}
      {asked.data ? <Answer told={asked.data} /> : null}
    </div>
  );
}
