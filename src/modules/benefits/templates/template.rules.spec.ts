import { campaignDefinitionSchema } from '../campaigns/campaign.schemas.js';
import { decideLabel } from '../campaigns/label.rules.js';
import { MECHANISM_SCHEMAS } from '../campaigns/mechanism.schemas.js';
import { isEverOpen } from '../campaigns/plan.rules.js';
import { CAMPAIGN_TEMPLATES } from './campaign-templates.js';
import { type CampaignTemplate, decideDraft, listNumbers, viewOf } from './template.rules.js';
import { BENEFIT_CATEGORIES, campaignTemplateSchema, SEASONS, type TemplateDraftRequest } from './template.schemas.js';

const ask = (template: CampaignTemplate, given: Partial<TemplateDraftRequest> = {}): TemplateDraftRequest => ({
  id: 'mine',
  owner: 'city',
  from: '2027-01-01T00:00:00+08:00',
  to: '2027-03-01T00:00:00+08:00',
  ...(template.budgetFen === undefined ? {} : { budgetFrom: 'city-2027' }),
  numbers: {},
  ...given,
});
const draft = (template: CampaignTemplate, given: Partial<TemplateDraftRequest> = {}) => {
  const decision = decideDraft(template, ask(template, given));
  if (!decision.allowed) throw new Error(decision.message);
  return campaignDefinitionSchema.parse(decision.definition);
};
const the = (id: string): CampaignTemplate => {
  const found = CAMPAIGN_TEMPLATES.find((template) => template.id === id);
  if (!found) throw new Error(`there is no template ${id}`);
  return found;
};

describe('the templates', () => {
  it('cover the ten categories, the four seasons and every mechanism', () => {
    const has = (pick: (template: CampaignTemplate) => string | undefined) => new Set(CAMPAIGN_TEMPLATES.map(pick));
    expect(BENEFIT_CATEGORIES.filter((each) => !has(({ category }) => category).has(each))).toEqual([]);
    expect(SEASONS.filter((each) => !has(({ season }) => season).has(each))).toEqual([]);
    const types = MECHANISM_SCHEMAS.map((schema) => schema.shape.type.value);
    expect(types.filter((each) => !has(({ mechanism }) => mechanism.type).has(each))).toEqual([]);
  });

  it('have each an id of their own', () => {
    expect(new Set(CAMPAIGN_TEMPLATES.map(({ id }) => id)).size).toBe(CAMPAIGN_TEMPLATES.length);
  });

  describe.each(CAMPAIGN_TEMPLATES)('$id', (template) => {
    it('is a valid campaign that can open, and is shown as one', () => {
      const definition = draft(template);
      expect(isEverOpen(definition.when, () => null)).toBe(true);
      expect(campaignTemplateSchema.parse(viewOf(template))).toMatchObject({ id: template.id });
    });

    it('has a label that tells no group, at the till or in the wallet', () => {
      expect(decideLabel(template.label)).toEqual({ allowed: true });
    });

    it('takes a budget exactly when the union pays a share', () => {
      const { funding } = draft(template);
      const unionPays = funding.some(({ payer, bps }) => payer === 'UNION' && bps > 0);
      expect(unionPays).toBe(template.budgetFen !== undefined);
    });

    it('lets each of its figures be changed, and only that one changes', () => {
      for (const { path, value } of listNumbers(template)) {
        const changed = draft(template, { numbers: { [path]: value + 1 } });
        const at = path.split('.').reduce<unknown>((tree, name) => (tree as Record<string, unknown>)[name], changed);
        // The days to claim become a date.
        expect(at).toBe(path.endsWith('.claimDays') ? undefined : value + 1);
        expect(changed).not.toEqual(draft(template));
      }
      expect(draft(template)).toEqual(draft(template, { numbers: {} }));
    });
  });
});

describe('a draft of a template', () => {
  it('has the officer’s id, union, dates, line and label', () => {
    const made = draft(the('supermarket-158'), { label: '春节满减', numbers: { 'mechanism.offFen': 3_000 } });
    expect(made).toMatchObject({
      id: 'mine',
      owner: 'city',
      label: '春节满减',
      mechanism: { thresholdFen: 15_800, offFen: 3_000 },
      when: { from: '2027-01-01T00:00:00+08:00', to: '2027-03-01T00:00:00+08:00' },
      budget: { from: 'city-2027', totalFen: 50_000_000 },
    });
  });

  it('is claimed from its first day on', () => {
    expect(draft(the('books-for-children'), { numbers: { 'mechanism.claimDays': 3 } }).mechanism).toMatchObject({
      claim: { from: '2027-01-01T00:00:00+08:00', to: '2027-01-04T00:00:00+08:00' },
    });
  });

  it('is refused with a figure the template does not have', () => {
    expect(
      decideDraft(the('health-check'), ask(the('health-check'), { numbers: { 'stacking.priority': 1 } })),
    ).toMatchObject({ allowed: false, field: 'numbers.stacking.priority' });
  });

  it('needs a line when the union pays, and takes none when it does not', () => {
    const { budgetFrom: _none, ...without } = ask(the('supermarket-158'));
    expect(decideDraft(the('supermarket-158'), without)).toMatchObject({ allowed: false, field: 'budgetFrom' });
    const withLine = ask(the('health-check'), { budgetFrom: 'city-2027' });
    expect(decideDraft(the('health-check'), withLine)).toMatchObject({ allowed: false, field: 'budgetFrom' });
  });
});
