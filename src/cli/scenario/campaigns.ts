import {
  BudgetsService,
  type CampaignDefinition,
  campaignDefinitionSchema,
  CampaignsService,
} from '../../modules/benefits/index.js';
import type { AudienceGroup, AudienceRule } from '../../modules/benefits/eligibility/audience.schemas.js';
import { Refusal } from '../../shared/errors.js';
import type { ClockWork } from './clock-work.js';
import type { Scenario } from './parse.js';
import type { Product } from './product.js';
import { rulesOf } from './references.js';
import { type Path, type Problem, ScenarioError, type Source } from './source.js';
import type { Places, World } from './world.js';

const PUBLISHING_ROUNDS_MAX = 10_000;

/** Opens the budget lines, parents first however they are listed. @throws ScenarioError for a line that cannot be */
export async function openBudgets({ get }: Product, { input, source }: Scenario, { maker }: World): Promise<void> {
  const opened = new Set<string>();
  const indexOf = new Map(input.budgets.map(({ id }, index) => [id, index]));
  const open = async (index: number): Promise<void> => {
    const line = input.budgets[index];
    if (!line || opened.has(line.id)) return;
    opened.add(line.id);
    const { id, org: orgId, totalFen, parent: parentId } = line;
    if (parentId !== undefined) await open(indexOf.get(parentId) ?? -1);
    try {
      await get(BudgetsService).create(maker, {
        id,
        orgId,
        name: id,
        totalFen,
        ...(parentId === undefined ? {} : { parentId }),
      });
    } catch (error) {
      throw error instanceof Refusal ? source.error(['budgets', index], refused(error)) : error;
    }
  };
  for (const index of input.budgets.keys()) await open(index);
}

/** Creates, reviews and publishes every campaign in the order listed. @throws ScenarioError with all that stops one */
export async function publishCampaigns(
  product: Product,
  { input, source }: Scenario,
  { maker, checker, places }: World,
  work: ClockWork,
): Promise<void> {
  for (const [index, given] of input.campaigns.entries()) {
    const definition = inProductTerms(given, places);
    try {
      await product.get(CampaignsService).publishDirectly({ definition, maker, checker });
    } catch (error) {
      throw error instanceof Refusal ? new ScenarioError(problemsOf(source, index, given, error)) : error;
    }
    await finishPublishing(product, given.id, work);
  }
}

/** What publishing leaves to be done in chunks is done before the next campaign asks for its budget. */
async function finishPublishing({ database }: Product, campaignId: string, work: ClockWork): Promise<void> {
  for (let round = 0; round < PUBLISHING_ROUNDS_MAX; round += 1) {
    await work.drain();
    const rows: { state: string }[] = await database.db.query(
      'SELECT state FROM campaign_runtime WHERE campaign_id = $1',
      [campaignId],
    );
    if (rows[0]?.state === 'PUBLISHED') return;
    await work.runDeadlines();
  }
  throw new Error(`campaign ${campaignId} does not come to run`);
}

/** Parks and enterprises of an audience by the codes the product knows them by. */
function inProductTerms(given: CampaignDefinition, places: Places): CampaignDefinition {
  if (!given.audience) return given;
  return campaignDefinitionSchema.parse({ ...given, audience: translated(given.audience, places) });
}

function translated(group: AudienceGroup, places: Places): AudienceGroup {
  return {
    ...group,
    rules: group.rules.map((entry) => ('rules' in entry ? translated(entry, places) : translatedRule(entry, places))),
  };
}

function translatedRule(rule: AudienceRule, { parkCodes, enterpriseIds }: Places): AudienceRule {
  const codeOf = (id: string | number): string =>
    rule.field === 'park' ? (parkCodes.get(String(id)) ?? '') : (enterpriseIds.get(String(id)) ?? '');
  if (rule.field !== 'park' && rule.field !== 'enterprise') return rule;
  return { ...rule, value: Array.isArray(rule.value) ? rule.value.map(codeOf) : codeOf(rule.value) };
}

interface PublishProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

function problemsOf(source: Source, index: number, given: CampaignDefinition, refusal: Refusal): Problem[] {
  const path = ['campaigns', index];
  const problems = (refusal.details.extra?.['problems'] ?? []) as PublishProblem[];
  if (problems.length === 0) {
    const { field } = refusal.details;
    const at = field === undefined ? path : [...path, ...field.replace(/^definition\./, '').split('.')];
    return [{ line: source.lineOf(at), message: refused(refusal) }];
  }
  return problems.map(({ field, code, message }) => {
    const place = field === 'audience' ? placeOfUnknown(given, path, message) : [...path, ...field.split('.')];
    return { line: source.lineOf(place), message: `campaign "${given.id}" cannot be published: ${code}: ${message}` };
  });
}

/** The question that names what is not known, so that the line is the exact one. */
function placeOfUnknown(given: CampaignDefinition, path: Path, message: string): Path {
  const names = new Set(message.split(/[\s,]+/));
  const here = [...path, 'audience'];
  const placed = rulesOf(given.audience, here).find(({ rule: { value } }) =>
    (Array.isArray(value) ? value : [value]).some((each) => names.has(String(each))),
  );
  return placed ? [...placed.path, 'value'] : here;
}

/** A refusal in one line. */
export const refused = ({ entry, message }: Refusal): string => `${entry.code}: ${message}`;
