import { createContext, useContext, useState } from 'react';
import type { CampaignPreview } from '../../../modules/benefits/previews/preview.schemas.js';
import { type Draft, withValue } from './draft.js';
import { type FieldProblem, LAST_STEP, schemaProblems, serverProblems, stepOf } from './problems.js';
import { usePreview } from './use-preview.js';

export interface WizardState {
  readonly draft: Draft;
  readonly isNew: boolean;
  /** Of a campaign whose owner is settled. */
  readonly ownerName: string | null;
  /** Sets one field; `undefined` takes it away. */
  readonly set: (path: string, value: unknown) => void;
  /** Changes several at once. */
  readonly change: (next: (draft: Draft) => Draft) => void;
  /** What is wrong at a field, once somebody was there or wants to go on. */
  readonly problemsAt: (path: string) => readonly string[];
  readonly problems: readonly FieldProblem[];
  readonly preview: CampaignPreview | undefined;
  readonly isPreviewing: boolean;
  readonly previewError: unknown;
  readonly step: number;
  /** Steps somebody was at. */
  readonly seen: ReadonlySet<number>;
  /** To a step; what is wrong in the one that is left shows from now on. */
  readonly go: (step: number) => void;
  /** Shows everything that is wrong. */
  readonly showAll: () => void;
}

const Context = createContext<WizardState | null>(null);
export const WizardProvider = Context.Provider;

export function useWizard(): WizardState {
  const state = useContext(Context);
  if (!state) throw new Error('a field of the wizard stands outside of it');
  return state;
}

const MONEY_STEP = stepOf('budget');
const ALL_STEPS = Array.from({ length: LAST_STEP + 1 }, (_, at) => at);

/** The draft with what is known to be wrong with it; the form's model is the definition itself. */
export function useWizardState(initial: Draft, ownerName: string | null): WizardState {
  const isNew = ownerName === null;
  const [draft, setDraft] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState<ReadonlySet<number | 'ALL'>>(new Set(isNew ? [] : ['ALL' as const]));
  const [step, setStep] = useState(0);
  const [seen, setSeen] = useState<ReadonlySet<number>>(new Set(isNew ? [0] : ALL_STEPS));
  const preview = usePreview(draft, !seen.has(MONEY_STEP));
  const own = schemaProblems(draft);
  const told = serverProblems(preview.data?.problems ?? [], preview.invented);
  const problems = [...own, ...told.filter(({ path }) => !own.some((one) => one.path === path))];
  const isShown = (path: string): boolean => touched.has(path) || shown.has('ALL') || shown.has(stepOf(path));
  return {
    draft,
    isNew,
    ownerName,
    set: (path, value) => {
      setTouched((before) => new Set([...before, path]));
      setDraft((before) => withValue(before, path, value));
    },
    change: (next) => setDraft(next),
    problemsAt: (path) =>
      problems.filter((one) => one.path === path && (isShown(path) || told.includes(one))).map(({ text }) => text),
    problems,
    preview: preview.data,
    isPreviewing: preview.isFetching,
    previewError: preview.error,
    step,
    seen,
    go: (next) => {
      setShown((before) => new Set([...before, step]));
      setSeen((before) => new Set([...before, next]));
      setStep(next);
    },
    showAll: () => setShown(new Set(['ALL'])),
  };
}
