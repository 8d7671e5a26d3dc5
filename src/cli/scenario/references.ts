import type { AudienceGroup, AudienceRule } from '../../modules/benefits/eligibility/audience.schemas.js';
import type { ScenarioInput } from './scenario.schemas.js';
import type { Path, Problem, Source } from './source.js';
import { type Action, actionOf } from './step.schemas.js';
import { memberIdsOf } from './world-checks.js';

/** A question of an audience with the place it stands at. */
export interface PlacedRule {
  readonly rule: AudienceRule;
  readonly path: Path;
}

/** Every question of an audience, however deep. */
export function rulesOf(group: AudienceGroup | undefined, path: Path): PlacedRule[] {
  if (!group) return [];
  return group.rules.flatMap((entry, index) => {
    const here = [...path, 'rules', index];
    return 'rules' in entry ? rulesOf(entry, here) : [{ rule: entry, path: here }];
  });
}

/** Every name that stands for nothing. */
export function findReferenceProblems(source: Source, input: ScenarioInput): Problem[] {
  return new References(source, input).find();
}

class References {
  private readonly problems: Problem[] = [];
  private readonly known: Readonly<Record<Kind, ReadonlySet<string>>>;
  /** What earlier steps called their result, and which action made it. */
  private readonly results = new Map<string, Action['name']>();

  constructor(
    private readonly source: Source,
    private readonly input: ScenarioInput,
  ) {
    const ids = (list: readonly { readonly id: string }[]) => new Set(list.map(({ id }) => id));
    this.known = {
      org: ids(input.orgs),
      park: ids(input.orgs.filter(({ level }) => level === 'PARK')),
      enterprise: ids(input.enterprises),
      member: new Set(input.members.flatMap(memberIdsOf)),
      merchant: ids(input.merchants),
      store: new Set(input.merchants.flatMap(({ stores }) => stores)),
      budget: ids(input.budgets),
      campaign: ids(input.campaigns),
      list: new Set(input.members.flatMap(({ lists }) => lists)),
    };
  }

  find(): Problem[] {
    this.checkWorld();
    this.checkCampaigns();
    for (const [index, step] of this.input.steps.entries()) {
      const action = actionOf(step);
      if (action) this.checkAction(action, ['steps', index, action.name]);
    }
    this.checkEnd();
    return this.problems;
  }

  private checkWorld(): void {
    const { orgs, enterprises, members, budgets } = this.input;
    for (const [index, { parent }] of orgs.entries()) this.check('org', parent, ['orgs', index, 'parent']);
    for (const [index, { park, union }] of enterprises.entries()) {
      this.check('park', park, ['enterprises', index, 'park']);
      this.check('org', union, ['enterprises', index, 'union']);
    }
    for (const [index, { org, enterprise }] of members.entries()) {
      this.check('org', org, ['members', index, 'org']);
      this.check('enterprise', enterprise, ['members', index, 'enterprise']);
    }
    for (const [index, { org, parent }] of budgets.entries()) {
      this.check('org', org, ['budgets', index, 'org']);
      this.check('budget', parent, ['budgets', index, 'parent']);
    }
  }

  private checkCampaigns(): void {
    for (const [index, { owner, where, budget, audience }] of this.input.campaigns.entries()) {
      const path = ['campaigns', index];
      this.check('org', owner, [...path, 'owner']);
      this.check('budget', budget?.from, [...path, 'budget', 'from']);
      where.merchants.forEach((id, n) => this.check('merchant', id, [...path, 'where', 'merchants', n]));
      where.stores.forEach((id, n) => this.check('store', id, [...path, 'where', 'stores', n]));
      for (const { rule, path: place } of rulesOf(audience, [...path, 'audience'])) this.checkRule(rule, place);
    }
  }

  private checkRule({ field, value }: AudienceRule, path: Path): void {
    if (field !== 'org' && field !== 'park' && field !== 'enterprise' && field !== 'list') return;
    for (const id of Array.isArray(value) ? value : [value]) this.check(field, String(id), [...path, 'value']);
  }

  private checkAction(action: Action, path: Path): void {
    const fields: Partial<Record<string, unknown>> = action.fields;
    for (const kind of ['member', 'store', 'campaign', 'org', 'enterprise'] as const)
      this.check(kind, textOf(fields[kind]), [...path, kind]);
    this.check('campaign', textOf(fields['benefit']), [...path, 'benefit']);
    this.checkExpectation(fields['expect'], [...path, 'expect']);
    switch (action.name) {
      case 'quote':
      case 'redeem':
      case 'authorize':
        this.checkAmount(action.fields, path);
        break;
      case 'capture':
      case 'void':
        this.checkResult(action.fields.of, ['authorize'], [...path, 'of']);
        break;
      case 'reverse':
        this.checkResult(action.fields.of, ['redeem', 'authorize', 'capture'], [...path, 'of']);
        break;
      case 'claim':
        this.checkPack(action.fields.campaign, [...path, 'campaign']);
        break;
      case 'race':
        this.checkRace(action.fields, path);
    }
    const as = textOf(fields['as']);
    if (as === undefined) return;
    if (this.results.has(as)) this.say([...path, 'as'], `"${as}" is the name of an earlier step`);
    this.results.set(as, action.name);
  }

  private checkRace({ do: { redeem, claim }, members }: (Action & { name: 'race' })['fields'], path: Path): void {
    members?.forEach((id, n) => this.check('member', id, [...path, 'members', n]));
    const inside = [...path, 'do', redeem ? 'redeem' : 'claim'];
    this.check('member', (redeem ?? claim)?.member, [...inside, 'member']);
    this.check('campaign', claim?.campaign, [...inside, 'campaign']);
    this.checkPack(claim?.campaign, [...inside, 'campaign']);
    if (!redeem) return;
    this.check('store', redeem.store, [...inside, 'store']);
    this.check('campaign', redeem.benefit, [...inside, 'benefit']);
    this.checkAmount(redeem, inside);
  }

  /** Only a service has no money, and it is redeemed by its name. */
  private checkAmount(
    { amountFen, benefit }: { readonly amountFen?: number | undefined; readonly benefit?: string | undefined },
    path: Path,
  ): void {
    if (amountFen !== undefined) return;
    const campaign = this.input.campaigns.find(({ id }) => id === benefit);
    // The schema of a mechanism that is still to come is not known here; its name is enough.
    if (String(campaign?.mechanism.type) !== 'SERVICE') this.say(path, '"amountFen" is missing');
  }

  /** Only a pack of vouchers is claimed; a name that stands for nothing is told already. */
  private checkPack(id: string | undefined, path: Path): void {
    const campaign = this.input.campaigns.find((each) => each.id === id);
    if (campaign && campaign.mechanism.type !== 'VOUCHER_PACK') this.say(path, `"${campaign.id}" is nothing to claim`);
  }

  private checkResult(of: string, makers: readonly Action['name'][], path: Path): void {
    const maker = this.results.get(of);
    if (maker === undefined) return this.say(path, `no earlier step is called "${of}"`);
    if (!makers.includes(maker)) this.say(path, `"${of}" is a ${maker}, this needs ${makers.join(' or ')}`);
  }

  private checkExpectation(expected: unknown, path: Path): void {
    const { applied, left } = (expected ?? {}) as { applied?: string[]; left?: Record<string, string> };
    applied?.forEach((id, n) => this.check('campaign', id, [...path, 'applied', n]));
    for (const id of Object.keys(left ?? {})) this.check('campaign', id, [...path, 'left', id]);
  }

  private checkEnd(): void {
    const { campaigns, budgets, members, merchants } = this.input.expect ?? {};
    for (const id of Object.keys(campaigns ?? {})) this.check('campaign', id, ['expect', 'campaigns', id]);
    for (const id of Object.keys(budgets ?? {})) this.check('budget', id, ['expect', 'budgets', id]);
    for (const id of Object.keys(merchants ?? {})) this.check('merchant', id, ['expect', 'merchants', id]);
    for (const [id, { vouchers, grantFen }] of Object.entries(members ?? {})) {
      this.check('member', id, ['expect', 'members', id]);
      for (const campaign of Object.keys(vouchers ?? {}))
        this.check('campaign', campaign, ['expect', 'members', id, 'vouchers', campaign]);
      for (const campaign of Object.keys(grantFen ?? {}))
        this.check('campaign', campaign, ['expect', 'members', id, 'grantFen', campaign]);
    }
  }

  private check(kind: Kind, id: string | undefined, path: Path): void {
    if (id !== undefined && !this.known[kind].has(id)) this.say(path, `there is no ${kind} "${id}"`);
  }

  private say(path: Path, message: string): void {
    this.problems.push({ line: this.source.lineOf(path), message });
  }
}

type Kind = 'org' | 'park' | 'enterprise' | 'member' | 'merchant' | 'store' | 'budget' | 'campaign' | 'list';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
