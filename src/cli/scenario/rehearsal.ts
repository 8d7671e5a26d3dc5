import { openBudgets, publishCampaigns } from './campaigns.js';
import { ClockWork } from './clock-work.js';
import { compare, type Mismatch } from './compare.js';
import { checkEnd, checkRules } from './figures.js';
import { parseScenario, type Scenario, type Step } from './parse.js';
import { prepareFuture } from './future.js';
import { type Product, type RehearsalDatabase, withProduct } from './product.js';
import { type Problem, ScenarioError } from './source.js';
import { StepPlayer } from './steps.js';
import { Impossible, type Result } from './tills.js';
import { loadWorld } from './world.js';

/** One step that was played. */
export interface PlayedStep {
  readonly step: Step;
  readonly result: Result | null;
  readonly mismatches: readonly Mismatch[];
}

/** How one scenario went. */
export interface Rehearsal {
  readonly name: string | null;
  readonly steps: readonly PlayedStep[];
  /** Figures at the end that are not as expected. */
  readonly endMismatches: readonly Mismatch[];
  /** Rules that never bend, and did. */
  readonly violations: readonly string[];
  /** What stopped it; nothing after it was played. */
  readonly problems: readonly Problem[];
}

/** Whether every expectation of a rehearsal holds. */
export function allHold({ steps, endMismatches, violations, problems }: Rehearsal): boolean {
  const wrong = steps.some(({ mismatches }) => mismatches.length > 0);
  return !wrong && endMismatches.length + violations.length + problems.length === 0;
}

/** Plays a scenario on a database made for it. What is wrong with the scenario is in the answer; only what is ours is thrown. */
export async function rehearse(text: string, freshDatabase: () => Promise<RehearsalDatabase>): Promise<Rehearsal> {
  let scenario: Scenario;
  try {
    scenario = parseScenario(text);
  } catch (error) {
    return stopped(null, [], error);
  }
  const steps: PlayedStep[] = [];
  const database = await freshDatabase();
  try {
    await prepareFuture(database, scenario);
    return await withProduct(database, scenario.startMs, (product) => play(product, scenario, steps));
  } catch (error) {
    return stopped(scenario.name, steps, error);
  } finally {
    await database.drop();
  }
}

function stopped(name: string | null, steps: readonly PlayedStep[], error: unknown): Rehearsal {
  if (!(error instanceof ScenarioError)) throw error;
  return { name, steps, endMismatches: [], violations: [], problems: error.problems };
}

async function play(product: Product, scenario: Scenario, steps: PlayedStep[]): Promise<Rehearsal> {
  const work = new ClockWork(product);
  const world = await loadWorld(product, scenario);
  await openBudgets(product, scenario, world);
  await publishCampaigns(product, scenario, world, work);
  const player = new StepPlayer(product, world);
  for (const step of scenario.steps) steps.push(await playStep(scenario, step, player, work));
  return {
    name: scenario.name,
    steps,
    endMismatches: await checkEnd(product, scenario, world),
    violations: await checkRules(product),
    problems: [],
  };
}

async function playStep({ source }: Scenario, step: Step, player: StepPlayer, work: ClockWork): Promise<PlayedStep> {
  const { action, path } = step;
  await work.moveTo(step.atMs);
  if (!action) return { step, result: null, mismatches: [] };
  const result = await naming(step.line, () => player.play(action));
  await work.drain();
  const { expect } = action.fields as { expect?: unknown };
  const mismatches = expect === undefined ? [] : compare(source, [...path, action.name, 'expect'], expect, result);
  return { step, result, mismatches };
}

/** What cannot be done is told with the line that asks for it. */
async function naming<T>(line: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Impossible) throw new ScenarioError({ line, message: error.message });
    throw error;
  }
}
