import { DAY_MS, shanghaiDate, startOfShanghaiDay } from '../../../shared/time.js';
import { compileAudience, fullYears, type HeldCategory, type Person } from './audience.rules.js';
import type { AudienceGroup, AudienceRule } from './audience.schemas.js';
import type { ExplainedGroup, ExplainedRule } from './audience-views.schemas.js';
import type { Moment } from './moment.rules.js';

type Saw = ExplainedRule['saw'];
type Look = (person: Person, moment: Moment, rule: AudienceRule) => Saw;

const known = (value: string | number | null): Saw => (value === null ? [] : [{ value: String(value) }]);
const years = (sinceOn: string | null, { dateOn }: Moment): Saw =>
  known(sinceOn === null ? null : fullYears(sinceOn, dateOn));

const categorySaw = ({ code, level, fromOn, untilOn }: HeldCategory): Saw[number] => ({
  value: level === null ? code : `${code}:${level}`,
  fromOn,
  untilOn,
});

/** What each rule looks at, told no more finely than the rule needs: an age in years, never the day of birth. */
const LOOKS: Record<AudienceRule['field'], Look> = {
  category: ({ categories }, _moment, { value }) => {
    const [code] = String(value).split(':');
    return categories.filter((held) => held.code === code).map(categorySaw);
  },
  org: ({ orgPath }) => orgPath.map((value) => ({ value })),
  park: ({ park }) => known(park),
  tier: ({ tier }) => known(tier),
  enterprise: ({ enterprise }) => known(enterprise),
  industry: ({ industry }) => known(industry),
  gender: ({ gender }) => known(gender),
  age: ({ birthOn }, moment) => years(birthOn, moment),
  joinedYears: ({ joinedOn }, moment) => years(joinedOn, moment),
  cardAgeDays: ({ cardIssuedAtMs }, { dateOn }) =>
    known(
      cardIssuedAtMs === null
        ? null
        : (startOfShanghaiDay(dateOn) - startOfShanghaiDay(shanghaiDate(cardIssuedAtMs))) / DAY_MS,
    ),
  birthdayMonth: ({ birthOn }) => known(birthOn === null ? null : Number(birthOn.slice(5, 7))),
  list: ({ lists }, _moment, { value }) => lists.filter((id) => id === value).map((id) => ({ value: id })),
};

/** The tree of an audience with what it comes to for one person at each of its places. */
export function explainAudience(group: AudienceGroup, person: Person, moment: Moment): ExplainedGroup {
  return {
    kind: 'GROUP',
    combinator: group.combinator,
    not: group.not === true,
    holds: compileAudience(group)(person, moment),
    rules: group.rules.map((entry) =>
      'rules' in entry ? explainAudience(entry, person, moment) : explainRule(entry, person, moment),
    ),
  };
}

function explainRule(rule: AudienceRule, person: Person, moment: Moment): ExplainedRule {
  const { field, operator, value } = rule;
  const holds = compileAudience({ combinator: 'and', rules: [rule] })(person, moment);
  return { kind: 'RULE', field, operator, value, holds, saw: LOOKS[field](person, moment, rule) };
}
