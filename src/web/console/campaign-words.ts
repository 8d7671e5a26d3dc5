import { t } from 'i18next';
import type { Change, Fact, FactValue } from '../../modules/benefits/campaigns/campaign-diff.schemas.js';
import { shanghaiParts } from '../../shared/time.js';
import { formatDay } from '../shared/format.js';
import { currentLanguage } from '../shared/texts.js';
import { categoryName } from './categories/category-text.js';

type Names = Readonly<Record<string, string>>;
type Of<As extends FactValue['as']> = Extract<FactValue, { as: As }>;
type Rule = Of<'RULE'>['rule'];
type Group = Of<'GROUP'>['group'];

const and = (texts: readonly string[]): string => texts.join(t('words.comma'));

/** Chinese has no spaces between words, but one beside letters and figures; none within a date such as 5月3日. */
function spaced(text: string): string {
  if (currentLanguage() === 'en-US') return text;
  return text.replaceAll(
    /((?![年月])\p{Script=Han})(?=[A-Za-z0-9¥])|([A-Za-z0-9%])(?=(?![年月日])\p{Script=Han})/gu,
    '$1$2 ',
  );
}

/** Fen as a sentence says it: `158.00 元`. */
function yuan(fen: number): string {
  return t('words.yuan', { amount: (fen / 100).toFixed(2) });
}

function instant(at: string): string {
  const { minuteOfDay } = shanghaiParts(Date.parse(at));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${formatDay(at)} ${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
}

/** A category with its level, `困难职工（深度困难）`. */
function categoryText(code: string, names: Names): string {
  const [category = '', level] = code.split(':');
  const name = categoryName(
    t,
    category,
    names[`memberCategory:${category}`] ?? t(`category.${category}`, { defaultValue: category }),
  );
  if (level === undefined) return name;
  return t('words.withLevel', { name, level: t(`level.${level}`, { defaultValue: level }) });
}

function namedText({ of, id }: Of<'NAMED'>, names: Names): string {
  const name = names[`${of}:${id}`] ?? id;
  if (of === 'merchantCategory') return t(`merchantCategory.${id}`, { defaultValue: name });
  return of === 'memberCategory' ? categoryText(id, names) : name;
}

function limitText({ per, period, times, amountFen, partial, share }: Of<'LIMIT'>): string {
  const said = t(`limit.${times === undefined ? 'money' : 'times'}`, {
    per: t(`per.${per}`),
    period: t(`period.${period}`),
    times,
    amount: yuan(amountFen ?? 0),
  });
  const more = [partial ? t('words.partial') : '', share === null ? '' : t('words.shared', { name: share })];
  return [said, ...more].filter(Boolean).join(t('words.comma'));
}

function ruleValue({ field, value }: Rule, names: Names): string {
  const one = (each: string | number): string => {
    if (field === 'category') return categoryText(String(each), names);
    if (field === 'gender') return t(`why.gender.${each}`, { defaultValue: String(each) });
    if (field === 'tier') return t(`tier.${each}`, { defaultValue: String(each) });
    if (field === 'birthdayMonth') return t('words.thisMonth');
    return names[`${field}:${each}`] ?? String(each);
  };
  return and([value].flat().map(one));
}

/** One question about a person in words. */
function ruleText(rule: Rule, names: Names): string {
  return t('words.rule', {
    field: t(`ruleField.${rule.field}`),
    operator: t(`ruleOperator.${rule.operator}`),
    value: ruleValue(rule, names),
  });
}

function groupText({ combinator, not, rules }: Group, names: Names): string {
  const inner = rules.map((entry) => ('rules' in entry ? groupText(entry, names) : ruleText(entry, names)));
  const joined = inner.join(t(`words.${combinator}`));
  return t(not ? 'words.notGroup' : 'words.group', { inner: joined });
}

const listed = (texts: readonly string[], none: string): string => (texts.length > 0 ? and(texts) : t(none));

/** A value of a definition in words. */
export function valueText(field: string, value: FactValue, names: Names): string {
  switch (value.as) {
    case 'TEXT':
      return field === 'label' ? t('words.quoted', { text: value.text }) : value.text;
    case 'FEN':
      return yuan(value.fen);
    case 'BPS':
      return `${value.bps / 100}%`;
    case 'COUNT':
      return t(`unit.${field}`, { n: value.count, defaultValue: String(value.count) });
    case 'YES_NO':
      return t(value.yes ? 'words.yes' : 'words.no');
    case 'INSTANT':
      return instant(value.at);
    case 'DAY':
      return formatDay(value.dateOn);
    case 'WEEKDAYS':
      return listed(
        value.weekdays.map((day) => t(`weekday.${day}`)),
        'words.everyDay',
      );
    case 'HOURS':
      return listed(value.hours, 'words.allDay');
    case 'DAY_KINDS':
      return listed(
        value.dayKinds.map((kind) => t(`why.dayKind.${kind}`)),
        'words.anyKind',
      );
    case 'CODE':
      return t(`${value.of}.${value.code}`, { defaultValue: value.code });
    case 'NAMED':
      return namedText(value, names);
    case 'SHARE':
      return `${t(`payer.${value.payer}`)} ${value.bps / 100}%`;
    case 'TIER':
      return t('words.tier', {
        who: value.category === null ? t('words.theRest') : categoryText(value.category, names),
        amount: yuan(value.fen),
      });
    case 'LIMIT':
      return limitText(value);
    case 'RULE':
      return ruleText(value.rule, names);
    case 'GROUP':
      return groupText(value.group, names);
  }
}

/** One difference as a sentence: `门槛从 158.00 元改为 128.00 元`, `新增限制：每人每天 1 次`. */
export function changeText({ field, kind, before, after }: Change, names: Names): string {
  return spaced(
    t(`change.${kind}`, {
      what: t(`fact.${field}`),
      before: before && valueText(field, before, names),
      after: after && valueText(field, after, names),
    }),
  );
}

export interface FactLine {
  readonly field: string;
  readonly title: string;
  readonly text: string;
}

/** The whole of a campaign, what belongs together on one line. */
export function factLines(facts: readonly Fact[], names: Names): FactLine[] {
  const fields = [...new Set(facts.map(({ field }) => field))];
  return fields.map((field) => {
    const said = facts.filter((fact) => fact.field === field).map(({ value }) => valueText(field, value, names));
    return { field, title: t(`fact.${field}`), text: spaced(said.join(t('words.semicolon'))) };
  });
}
