import { t } from 'i18next';
import type { z } from 'zod';
import { campaignDefinitionSchema } from '../../../modules/benefits/campaigns/campaign.schemas.js';
import { formatCount } from '../../shared/format.js';
import type { CampaignProblem } from '../api/campaigns.js';
import { type Draft, valueAt } from './draft.js';

/** What is wrong at a field, in words. */
export interface FieldProblem {
  /** Of the field that shows it, such as `limits.0.times`. */
  readonly path: string;
  readonly text: string;
}

/** Which step asks for a field: the beginning of its path says it. */
const STEP_OF_ROOT: Readonly<Record<string, number>> = {
  id: 0,
  label: 0,
  owner: 0,
  mechanism: 0,
  kind: 1,
  audience: 1,
  where: 2,
  when: 2,
  limits: 3,
  stacking: 3,
  reversal: 3,
  offlineClass: 3,
  budget: 4,
  funding: 4,
};
export const LAST_STEP = 5;

export function stepOf(path: string): number {
  return STEP_OF_ROOT[path.split('.')[0] ?? ''] ?? LAST_STEP;
}

/** A path without its numbers: all entries of a list are asked for by the same words. */
export function generalPath(path: string): string {
  return path
    .split('.')
    .filter((key) => !/^\d+$/.test(key))
    .join('_');
}

/** The name of a field; one inside a list is named by its list where it has no name of its own. */
export function fieldName(path: string): string {
  const general = generalPath(path);
  const parts = general.split('_');
  const names = parts.map((_, at) => `wizard.field.${parts.slice(0, parts.length - at).join('_')}`);
  return t([...names, 'wizard.field.other']);
}

// What nothing of its own stands for is shown at the field that mends it.
const SHOWN_AT: Readonly<Record<string, string>> = { budget: 'budget.from', mechanism: 'mechanism.type' };

function shownAt(path: string): string {
  return path.startsWith('audience') ? 'audience' : (SHOWN_AT[path] ?? path);
}

type Issue = z.core.$ZodIssue;

function kindOf(issue: Issue, value: unknown): string {
  if (value === undefined || value === null || value === '' || Number.isNaN(value)) return 'missing';
  return issue.code;
}

/** The bounds a sentence names, in the unit of its field. */
function boundsOf(issue: Issue, path: string): Record<string, string> {
  const said = (bound: number | bigint): string =>
    path.endsWith('Fen') ? t('words.yuan', { amount: (Number(bound) / 100).toFixed(2) }) : formatCount(Number(bound));
  if (issue.code === 'too_small') return { bound: said(issue.minimum) };
  return issue.code === 'too_big' ? { bound: said(issue.maximum) } : {};
}

function textOf(issue: Issue, path: string, value: unknown): string {
  const kind = kindOf(issue, value);
  return t(
    [`wizard.issue.${generalPath(path)}.${kind}`, `wizard.issue.${kind}`, 'wizard.issue.other'],
    boundsOf(issue, path),
  );
}

/** What the server's own schema says of a draft, each at its field. */
export function schemaProblems(draft: Draft): FieldProblem[] {
  const parsed = campaignDefinitionSchema.safeParse(draft);
  return (parsed.error?.issues ?? []).map((issue) => {
    const path = issue.path.join('.');
    return { path: shownAt(path), text: textOf(issue, path, valueAt(draft, path)) };
  });
}

/** What stops publishing, as the server says it, each at its field; warnings are for the last step. */
export function serverProblems(problems: readonly CampaignProblem[], invented: ReadonlySet<string>): FieldProblem[] {
  return problems
    .filter(({ severity, field }) => severity === 'ERROR' && !invented.has(field))
    .map(({ field, code, values, message }) => ({
      path: shownAt(field),
      text: t(`problem.${code}`, { ...values, defaultValue: message }),
    }));
}
