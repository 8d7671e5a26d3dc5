import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { campaignDefinitionSchema } from '../../../modules/benefits/campaigns/campaign.schemas.js';
import { navigate } from '../../shared/router.js';
import { saveCampaign } from '../api/campaigns.js';
import console from '../console.module.css';
import { useAction } from '../use-action.js';
import { CostLine } from './cost-line.js';
import { type Draft, textAt } from './draft.js';
import { fieldName, LAST_STEP, stepOf } from './problems.js';
import { StepLimits } from './step-limits.js';
import { StepMoney } from './step-money.js';
import { StepPreview } from './step-preview.js';
import { StepWhat } from './step-what.js';
import { StepWhereWhen } from './step-where-when.js';
import { StepWho } from './step-who.js';
import { useWizard, useWizardState, WizardProvider, type WizardState } from './wizard-state.js';
import styles from './wizard.module.css';

const STEPS = [StepWhat, StepWho, StepWhereWhen, StepLimits, StepMoney, StepPreview] as const;
const NAMES = ['what', 'who', 'where', 'limits', 'money', 'preview'] as const;
const SIGNS = ['①', '②', '③', '④', '⑤', '⑥'] as const;

function StepNav({ go }: { readonly go: (step: number) => void }) {
  const { t } = useTranslation();
  const { problems, step, seen } = useWizard();
  return (
    <nav aria-label={t('wizard.steps')}>
      <ol className={styles.steps}>
        {NAMES.map((name, at) => {
          const open = problems.filter(({ path }) => stepOf(path) === at).length;
          const isSeen = seen.has(at) && at !== step && at !== LAST_STEP;
          return (
            <li key={name}>
              <button type="button" aria-current={at === step ? 'step' : undefined} onClick={() => go(at)}>
                <span>
                  <span aria-hidden>{SIGNS[at]} </span>
                  {t(`wizard.step.${name}`)}
                </span>
                {isSeen ? (
                  <span className={open > 0 ? styles.open : styles.done}>
                    {open > 0 ? t('wizard.open', { count: open }) : t('wizard.done')}
                  </span>
                ) : null}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** Everything that is still to be filled in, each a way to its step. */
function StillOpen({ go }: { readonly go: (step: number) => void }) {
  const { t } = useTranslation();
  const { problems } = useWizard();
  if (problems.length === 0) return null;
  return (
    <section className={styles.stillOpen} aria-label={t('editor.mistakes')}>
      <h3>{t('editor.mistakes')}</h3>
      <ul>
        {problems.map(({ path, text }) => (
          <li key={`${path} ${text}`}>
            <button type="button" className={styles.jump} onClick={() => go(stepOf(path))}>
              {t('wizard.openAt', { field: fieldName(path), text })}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ButtonsProps {
  readonly go: (step: number) => void;
  readonly save: () => void;
  readonly isSaving: boolean;
}

function Buttons({ go, save, isSaving }: ButtonsProps) {
  const { t } = useTranslation();
  const { draft, isNew, step } = useWizard();
  const isLast = step === LAST_STEP;
  return (
    <div className={styles.buttons}>
      {step > 0 ? <Button onClick={() => go(step - 1)}>{t('wizard.before')}</Button> : null}
      {isLast ? null : (
        <Button type="primary" onClick={() => go(step + 1)}>
          {t('wizard.next')}
        </Button>
      )}
      <Button type={isLast ? 'primary' : 'default'} loading={isSaving} onClick={save}>
        {t('editor.save')}
      </Button>
      <Button
        type="text"
        onClick={() => navigate(isNew ? '/console/campaigns' : `/console/campaigns/${textAt(draft, 'id') ?? ''}`)}
      >
        {t('common.cancel')}
      </Button>
    </div>
  );
}

function Steps({ state }: { readonly state: WizardState }) {
  const { t } = useTranslation();
  const { step, draft } = state;
  const [wantsAll, setWantsAll] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const saved = useAction(() => saveCampaign(campaignDefinitionSchema.parse(draft), state.isNew), {
    said: t('editor.saved'),
    done: (answer) => navigate(`/console/campaigns/${answer.id}`, 'replace'),
  });
  const go = (next: number): void => {
    state.go(next);
    // Whoever listens or uses keys goes on at the beginning of the step.
    heading.current?.focus();
    if (next === LAST_STEP) setWantsAll(true);
  };
  const save = (): void => {
    // What only the server objects to may wait in a draft; what the schema refuses may not.
    if (campaignDefinitionSchema.safeParse(draft).success) saved.mutate(undefined);
    else {
      state.showAll();
      setWantsAll(true);
      const [first] = state.problems;
      if (first) go(stepOf(first.path));
    }
  };
  const Step = STEPS[step] ?? StepPreview;
  return (
    <div className={styles.wizard}>
      <StepNav go={go} />
      <section className={console.panel} aria-labelledby="wizard-step">
        <h2 id="wizard-step" ref={heading} tabIndex={-1}>
          {t(`wizard.step.${NAMES[step] ?? 'preview'}`)}
        </h2>
        <div className={styles.step}>
          <Step />
        </div>
      </section>
      {step < LAST_STEP - 1 && textAt(draft, 'mechanism.type') ? <CostLine /> : null}
      {wantsAll ? <StillOpen go={go} /> : null}
      <Buttons go={go} save={save} isSaving={saved.isPending} />
    </div>
  );
}

/** A campaign step by step; `ownerName` is null for one that is not saved yet. */
export default function CampaignWizard({
  initial,
  ownerName,
}: {
  readonly initial: Draft;
  readonly ownerName: string | null;
}) {
  const state = useWizardState(initial, ownerName);
  return (
    <WizardProvider value={state}>
      <Steps state={state} />
    </WizardProvider>
  );
}
