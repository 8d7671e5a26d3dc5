import type { z } from 'zod';
import { after } from '../../shared/duration.js';
import { findReferenceProblems } from './references.js';
import { type ScenarioInput, scenarioSchema } from './scenario.schemas.js';
import { type Path, type Problem, ScenarioError, Source } from './source.js';
import { type Action, actionOf } from './step.schemas.js';
import { findWorldProblems } from './world-checks.js';

/** One step as it is played. */
export interface Step {
  readonly line: number;
  readonly path: Path;
  /** When it happens, in Unix milliseconds. */
  readonly atMs: number;
  readonly action: Action | null;
}

/** A scenario that is sound in itself: every name it uses is known, and time only goes forward. */
export interface Scenario {
  readonly name: string | null;
  readonly startMs: number;
  readonly input: ScenarioInput;
  readonly steps: readonly Step[];
  readonly source: Source;
}

/** Reads a scenario. @throws ScenarioError with every line at fault */
export function parseScenario(text: string): Scenario {
  const source = Source.read(text);
  const parsed = scenarioSchema.safeParse(source.value ?? {});
  if (!parsed.success)
    throw new ScenarioError(distinct(parsed.error.issues.flatMap((issue) => toProblems(source, issue, []))));
  const input = parsed.data;
  const { steps, problems } = timeline(source, input);
  const found = [...problems, ...findWorldProblems(source, input), ...findReferenceProblems(source, input)];
  if (found.length > 0) throw new ScenarioError(found);
  return { name: input.name ?? null, startMs: Date.parse(input.start), input, steps, source };
}

/** When each step happens. */
function timeline(source: Source, input: ScenarioInput): { steps: Step[]; problems: Problem[] } {
  const problems: Problem[] = [];
  let nowMs = Date.parse(input.start);
  const steps = input.steps.map((step, index): Step => {
    const path = ['steps', index];
    const atMs = step.at === undefined ? nowMs : Date.parse(step.at);
    if (atMs < nowMs) {
      const message = `"at" would turn the clock back: it is ${new Date(nowMs).toISOString()} by then`;
      problems.push({ line: source.lineOf([...path, 'at']), message });
    }
    nowMs = Math.max(nowMs, step.after === undefined ? atMs : after(nowMs, step.after));
    const action = actionOf(step);
    return { line: source.lineOf(action ? [...path, action.name] : path), path, atMs: nowMs, action };
  });
  return { steps, problems };
}

type Issue = z.core.$ZodIssue;

function toProblems(source: Source, issue: Issue, above: Path): Problem[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      line: source.lineOf([...path, key]),
      message: said([...path, key], `unknown field: remove it or correct its name`),
    }));
  // Of the forms a thing may have, the one that fits best tells where it does not fit.
  const best = issue.code === 'invalid_union' ? closestOf(issue.errors) : undefined;
  if (best) return best.flatMap((inner) => toProblems(source, inner, path));
  return [{ line: source.lineOf(path), message: said(path, issue.message) }];
}

function closestOf(forms: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const depth = (issues: readonly Issue[]) => Math.max(...issues.map(({ path }) => path.length));
  const isShape = (issues: readonly Issue[]) => issues.some(({ code }) => code === 'unrecognized_keys');
  return forms
    .filter((issues) => issues.length > 0)
    .toSorted((a, b) => Number(isShape(a)) - Number(isShape(b)) || depth(b) - depth(a))[0];
}

const said = (path: Path, message: string): string => {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return place === '' ? message : `${place.replace(/^\./, '')}: ${message}`;
};

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.line} ${problem.message}`, problem])).values()];
}
