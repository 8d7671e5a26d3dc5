import { Radio } from 'antd';
import { lazy, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AudienceGroup } from '../../../modules/benefits/eligibility/audience.schemas.js';
import { Skeleton } from '../../shared/ui/states.js';
import { textAt, valueAt, withValue } from './draft.js';
import { Field } from './fields.js';
import { useWizard } from './wizard-state.js';
import styles from './wizard.module.css';

// The rule builder is loaded only for those who aim a campaign at somebody.
const AudienceEditor = lazy(() => import('../audience/audience-editor.js'));

const NOBODY_ASKED: AudienceGroup = { combinator: 'and', rules: [] };
const GIVEN = new Set(['GRANT', 'GRANTED_VOUCHER', 'SERVICE']);

/** ② For whom: everybody below the owner, or those a rule means. */
export function StepWho() {
  const { t } = useTranslation();
  const { draft, change, set } = useWizard();
  const kept = useRef<unknown>(NOBODY_ASKED);
  const kind = textAt(draft, 'kind');
  const choose = (next: string): void =>
    change((before) => {
      const audience = valueAt(before, 'audience');
      if (audience !== undefined) kept.current = audience;
      return withValue(withValue(before, 'kind', next), 'audience', next === 'TARGETED' ? kept.current : undefined);
    });
  const isGiven = GIVEN.has(textAt(draft, 'mechanism.type') ?? '');
  return (
    <>
      <Field path="kind" isGroup hint={t(kind === 'TARGETED' ? 'wizard.targetedHint' : 'wizard.universalHint')}>
        {() => (
          <Radio.Group
            className={styles.wrap ?? ''}
            optionType="button"
            buttonStyle="solid"
            value={kind}
            onChange={(event) => choose(String(event.target.value))}
            options={[
              { value: 'UNIVERSAL', label: t('editor.forAll') },
              { value: 'TARGETED', label: t('editor.forSome') },
            ]}
          />
        )}
      </Field>
      {kind === 'TARGETED' ? (
        <Field path="audience" isGroup>
          {() => (
            <Suspense fallback={<Skeleton heights={[160]} />}>
              <AudienceEditor
                value={valueAt(draft, 'audience') as AudienceGroup | undefined}
                onChange={(audience) => set('audience', audience)}
                owner={textAt(draft, 'owner')}
              />
            </Suspense>
          )}
        </Field>
      ) : null}
      {isGiven ? <p className={styles.hint}>{t('wizard.givenHint')}</p> : null}
    </>
  );
}
