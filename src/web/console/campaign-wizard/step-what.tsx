import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { MECHANISM_TYPES } from '../../../modules/benefits/campaigns/mechanism.schemas.js';
import { OrgSelect } from '../org-select.js';
import { blankMechanism, type Draft, textAt, valueAt, withValue } from './draft.js';
import { Field, TextField } from './fields.js';
import { MechanismFields } from './mechanism-fields.js';
import { MechanismPicture } from './mechanism-picture.js';
import { useWizard } from './wizard-state.js';
import styles from './wizard.module.css';

/** The seven mechanisms, each with a picture and a sentence; what was written for one is kept while another is tried. */
function Mechanisms() {
  const { t } = useTranslation();
  const { draft, change, problemsAt } = useWizard();
  const kept = useRef(new Map<string, unknown>());
  const chosen = textAt(draft, 'mechanism.type');
  const choose = (type: string): void =>
    change((before) => {
      const known = textAt(before, 'mechanism.type');
      if (known === type) return before;
      if (known !== undefined) kept.current.set(known, valueAt(before, 'mechanism'));
      return withValue(before, 'mechanism', kept.current.get(type) ?? blankMechanism(type, before));
    });
  return (
    <fieldset className={styles.mechanisms}>
      <legend className={styles.label}>{t('wizard.field.mechanism_type')}</legend>
      {MECHANISM_TYPES.map((type) => (
        <label key={type} className={styles.mechanism} data-chosen={type === chosen}>
          <input type="radio" name="mechanism" checked={type === chosen} onChange={() => choose(type)} />
          <MechanismPicture type={type} />
          <span>
            <strong>{t(`mechanism.${type}`)}</strong>
            <span className={styles.hint}>{t(`wizard.about.${type}`)}</span>
          </span>
        </label>
      ))}
      {problemsAt('mechanism.type').map((text) => (
        <p key={text} className={styles.problem}>
          {text}
        </p>
      ))}
    </fieldset>
  );
}

/** ① What is given, under which name, and by whom. */
export function StepWhat() {
  const { t } = useTranslation();
  const { draft, set, isNew } = useWizard();
  return (
    <>
      <Mechanisms />
      <MechanismFields />
      <div className={styles.columns}>
        <TextField path="label" hint={t('editor.labelHint')} />
        <Field path="owner" {...(isNew ? {} : { hint: t('wizard.fixed') })}>
          {(control) =>
            isNew ? (
              <OrgSelect id={control.id} value={textAt(draft, 'owner')} onChange={(id) => set('owner', id)} />
            ) : (
              <OwnerName id={control.id} draft={draft} />
            )
          }
        </Field>
        <TextField path="id" hint={t(isNew ? 'editor.idHint' : 'wizard.fixed')} disabled={!isNew} />
      </div>
    </>
  );
}

function OwnerName({ id, draft }: { readonly id: string; readonly draft: Draft }) {
  const { ownerName } = useWizard();
  return <input id={id} className={styles.fixed} readOnly value={ownerName ?? textAt(draft, 'owner') ?? ''} />;
}
