import { Input, InputNumber, Select, Switch } from 'antd';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toInstant, toLocal } from '../local-time.js';
import { numberAt, textAt, valueAt } from './draft.js';
import { fieldName } from './problems.js';
import { useWizard } from './wizard-state.js';
import styles from './wizard.module.css';

const WIDE = { width: '100%' } as const;

/** What an input needs to belong to its label and to what is wrong with it. */
export interface Control {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly status?: 'error';
}

interface FieldProps {
  readonly path: string;
  readonly hint?: ReactNode;
  readonly optional?: boolean;
  readonly label?: string;
  /** For what is no single input: a group with a name. */
  readonly isGroup?: boolean;
  readonly children: (control: Control) => ReactNode;
}

/** One field of the definition: its name, what it asks, what is wrong with it. */
export function Field({ path, hint, optional = false, label, isGroup = false, children }: FieldProps) {
  const { t } = useTranslation();
  const { problemsAt } = useWizard();
  const id = useId();
  const problems = problemsAt(path);
  const noteId = `${id}-note`;
  const name = (
    <>
      {label ?? fieldName(path)}
      {optional ? <span className={styles.optional}>{t('wizard.optional')}</span> : null}
    </>
  );
  const status = problems.length > 0 ? { status: 'error' as const } : {};
  return (
    <div className={styles.field} {...(isGroup ? { role: 'group', 'aria-labelledby': `${id}-name` } : {})}>
      {isGroup ? (
        <span id={`${id}-name`} className={styles.label}>
          {name}
        </span>
      ) : (
        <label htmlFor={id} className={styles.label}>
          {name}
        </label>
      )}
      {children({ id, 'aria-describedby': noteId, ...status })}
      <div id={noteId} aria-live="polite">
        {problems.map((text) => (
          <p key={text} className={styles.problem}>
            {text}
          </p>
        ))}
        {hint ? <p className={styles.hint}>{hint}</p> : null}
      </div>
    </div>
  );
}

type Plain = Omit<FieldProps, 'children' | 'isGroup'>;

export function TextField({ disabled = false, ...field }: Plain & { readonly disabled?: boolean }) {
  const { draft, set } = useWizard();
  return (
    <Field {...field}>
      {(control) => (
        <Input
          {...control}
          disabled={disabled}
          value={textAt(draft, field.path) ?? ''}
          onChange={(event) => set(field.path, event.target.value || undefined)}
        />
      )}
    </Field>
  );
}

interface Scaled {
  /** How many of what is stored are one of what is typed. */
  readonly scale?: number;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  readonly unitBefore?: string;
  /** The field stays in the definition when it is emptied: which field there is says what is counted. */
  readonly keepsPlace?: boolean;
}

/** A number as people write it, stored as a whole number of the smallest unit. */
export function NumberField({ scale = 1, min, max, unit, unitBefore, keepsPlace, ...field }: Plain & Scaled) {
  const { draft, set } = useWizard();
  const stored = numberAt(draft, field.path);
  return (
    <Field {...field}>
      {(control) => (
        <InputNumber
          {...control}
          {...(unitBefore ? { prefix: unitBefore } : {})}
          {...(unit ? { suffix: unit } : {})}
          {...(min === undefined ? {} : { min })}
          {...(max === undefined ? {} : { max })}
          precision={scale === 1 ? 0 : 2}
          style={WIDE}
          value={stored === undefined ? null : stored / scale}
          onChange={(typed) =>
            set(field.path, typed === null ? (keepsPlace ? null : undefined) : Math.round(typed * scale))
          }
        />
      )}
    </Field>
  );
}

export const YuanField = (field: Plain & Pick<Scaled, 'keepsPlace'>) => (
  <NumberField {...field} scale={100} min={0} unitBefore="¥" />
);
export const CountField = (field: Plain & Pick<Scaled, 'unit' | 'keepsPlace'>) => <NumberField {...field} />;

/** Basis points, written as percent. */
export const PercentField = (field: Plain) => <NumberField {...field} scale={100} min={0} max={100} unit="%" />;

/** An instant, written in Shanghai time to the minute. */
export function InstantField(field: Plain) {
  const { draft, set } = useWizard();
  const at = textAt(draft, field.path);
  return (
    <Field {...field}>
      {(control) => (
        <Input
          {...control}
          type="datetime-local"
          value={at && !Number.isNaN(Date.parse(at)) ? toLocal(at) : ''}
          onChange={(event) => set(field.path, event.target.value ? toInstant(event.target.value) : undefined)}
        />
      )}
    </Field>
  );
}

/** Yes or no; absent counts as `byDefault`. */
export function SwitchField({ byDefault = false, ...field }: Plain & { readonly byDefault?: boolean }) {
  const { draft, set } = useWizard();
  const value = valueAt(draft, field.path);
  return (
    <Field {...field}>
      {(control) => (
        <Switch
          id={control.id}
          checked={typeof value === 'boolean' ? value : byDefault}
          onChange={(next) => set(field.path, next)}
        />
      )}
    </Field>
  );
}

interface Choices {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly byDefault?: string;
}

export function ChoiceField({ options, byDefault, ...field }: Plain & Choices) {
  const { draft, set } = useWizard();
  const value = textAt(draft, field.path) ?? byDefault;
  return (
    <Field {...field}>
      {(control) => (
        <Select
          {...control}
          {...(value === undefined ? {} : { value })}
          style={WIDE}
          options={[...options]}
          onChange={(next: string) => set(field.path, next)}
        />
      )}
    </Field>
  );
}
