import { Alert } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QueryBuilder, type RuleGroupType } from 'react-querybuilder';
import { AUDIENCE_DEPTH_MAX, type AudienceGroup } from '../../../modules/benefits/eligibility/audience.schemas.js';
import { AudienceCountView } from './audience-count.js';
import { audienceOf, emptyValue, fieldsFor, listMistakes, queryOf } from './audience-query.js';
import { AudienceWhy } from './audience-why.js';
import styles from './audience.module.css';
import { Action, NotToggle, Selector } from './controls.js';
import { AudienceValueEditor } from './value-editor.js';

export interface AudienceEditorProps {
  readonly value?: AudienceGroup | undefined;
  readonly onChange?: (audience: AudienceGroup) => void;
  /** The union whose members are counted; none is counted until it is chosen. */
  readonly owner: string | undefined;
}

const EVERYBODY: AudienceGroup = { combinator: 'and', rules: [] };
const controls = {
  actionElement: Action,
  valueSelector: Selector,
  notToggle: NotToggle,
  valueEditor: AudienceValueEditor,
};

const classes = {
  ruleGroup: styles.group ?? '',
  rule: styles.rule ?? '',
  header: styles.header ?? '',
  body: styles.body ?? '',
};

function useWords() {
  const { t } = useTranslation();
  return useMemo(() => {
    const action = (label: string) => ({ label, title: label });
    return {
      fields: fieldsFor(
        (name) => t(`audience.field.${name}`),
        (name) => t(`audience.operator.${name}`),
      ),
      combinators: [
        { name: 'and', label: t('audience.and') },
        { name: 'or', label: t('audience.or') },
      ],
      translations: {
        fields: { title: t('audience.what') },
        operators: { title: t('audience.how') },
        value: { title: t('audience.value') },
        combinators: { title: t('audience.join') },
        notToggle: action(t('audience.not')),
        addRule: action(t('audience.addRule')),
        addGroup: action(t('audience.addGroup')),
        removeRule: action(t('audience.removeRule')),
        removeGroup: action(t('audience.removeGroup')),
      },
    };
  }, [t]);
}

/** Whom a campaign is for: rules in groups, what is still wrong with them, and how many they mean. Speaks our audience JSON. */
export default function AudienceEditor({ value, onChange, owner }: AudienceEditorProps) {
  const { t } = useTranslation();
  const words = useWords();
  // The builder keeps ids that an audience has not, so what it holds lives here and is handed out without them.
  const [query, setQuery] = useState<RuleGroupType>(() => queryOf(value ?? EVERYBODY));
  const audience = audienceOf(query);
  const mistakes = listMistakes(audience);
  const change = (next: RuleGroupType): void => {
    setQuery(next);
    const [before, after] = [audience, audienceOf(next)].map((one) => JSON.stringify(one));
    if (before !== after) onChange?.(audienceOf(next));
  };
  return (
    <div className={styles.editor}>
      <QueryBuilder
        query={query}
        onQueryChange={change}
        {...words}
        controlElements={controls}
        controlClassnames={classes}
        getDefaultValue={({ field, operator }) => emptyValue(field, operator)}
        resetOnOperatorChange
        listsAsArrays
        showNotToggle
        maxLevels={AUDIENCE_DEPTH_MAX - 1}
      />
      {mistakes.length > 0 ? (
        <Alert
          type="info"
          title={t('audience.mistakes')}
          description={mistakes.map((one) => (
            <p key={one}>{one}</p>
          ))}
        />
      ) : null}
      {owner === undefined || owner === '' ? <p className={styles.hint}>{t('audience.chooseOwner')}</p> : null}
      {owner && mistakes.length === 0 ? (
        <>
          <AudienceCountView audience={audience} owner={owner} />
          <AudienceWhy audience={audience} owner={owner} />
        </>
      ) : null}
    </div>
  );
}
