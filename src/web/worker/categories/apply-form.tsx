import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../../shared/texts.js';
import { Button } from '../../shared/ui/controls.js';
import { Actions, Panel } from '../../shared/ui/dialog.js';
import { ErrorNotice } from '../../shared/ui/states.js';
import { apply, type Choice, type MyCategories } from '../api/categories.js';
import styles from '../app.module.css';

const statementMin = 10;
const statementMax = 2000;

function Choose(props: {
  readonly legend: string;
  readonly name: string;
  readonly chosen: string;
  readonly choose: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly label: string; readonly hint?: string }[];
}) {
  return (
    <fieldset className={styles.choiceSet}>
      <legend>{props.legend}</legend>
      {props.options.map(({ value, label, hint }) => (
        <label key={value} className={styles.option}>
          <input
            type="radio"
            name={props.name}
            value={value}
            checked={props.chosen === value}
            onChange={() => props.choose(value)}
          />
          <span>
            {label}
            {hint ? <span className={styles.optionHint}>{hint}</span> : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Statement({ value, change, wrong }: { value: string; change: (text: string) => void; wrong: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={styles.textField}>
      <label htmlFor={id}>{t('help.statement')}</label>
      <textarea
        id={id}
        rows={5}
        maxLength={statementMax}
        value={value}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => change(event.target.value)}
      />
      <p id={`${id}-hint`} className={styles.muted}>
        {t('help.statementHint', { min: statementMin })}
      </p>
    </div>
  );
}

/** What is asked for, and in what situation; without choices only the situation, as when something goes on. */
function Which(props: {
  readonly choices: readonly Choice[];
  readonly choice: Choice | undefined;
  readonly level: string;
  readonly choose: (code: string) => void;
  readonly chooseLevel: (level: string) => void;
}) {
  const { t } = useTranslation();
  const { choices, choice, level, choose, chooseLevel } = props;
  return (
    <>
      {choices.length > 0 ? (
        <Choose
          legend={t('help.which')}
          name="category"
          chosen={choice?.code ?? ''}
          choose={choose}
          options={choices.map((one) => ({
            value: one.code,
            label: t(`help.warm.${one.code}`, { defaultValue: one.name }),
            hint: t(one.noticeDays === 0 ? 'help.noNotice' : `help.noticed.${one.noticeScope}`, {
              days: one.noticeDays,
            }),
          }))}
        />
      ) : null}
      {choice && choice.levels.length > 0 ? (
        <Choose
          legend={t('help.howMuch')}
          name="level"
          chosen={level}
          choose={chooseLevel}
          options={choice.levels.map((one) => ({
            value: one,
            label: t(`help.warmLevel.${one}`, { defaultValue: one }),
          }))}
        />
      ) : null}
    </>
  );
}

/** The consent to sensitive data, asked for apart from every other, with its text to read. */
function Consent(props: {
  readonly text: MyCategories['consent'];
  readonly agreed: boolean;
  readonly change: (agreed: boolean) => void;
}) {
  const { t } = useTranslation();
  const { text, agreed, change } = props;
  const isChinese = currentLanguage() === 'zh-CN';
  return (
    <>
      <details className={styles.folded}>
        <summary>{isChinese ? text.titleZh : text.titleEn}</summary>
        <p>{isChinese ? text.bodyZh : text.bodyEn}</p>
      </details>
      <label className={styles.option}>
        <input type="checkbox" checked={agreed} onChange={(event) => change(event.target.checked)} />
        <span>
          {t('help.consent')}
          <span className={styles.optionHint}>{t('help.consentWhy')}</span>
        </span>
      </label>
    </>
  );
}

/** Begins an application: which, in what situation, in one's own words, and the consent that is asked for apart from every other. */
export function ApplyForm(props: {
  readonly mine: MyCategories;
  readonly renewing: string | null;
  readonly done: () => void;
  readonly cancel: () => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { mine, renewing, done, cancel } = props;
  const [code, setCode] = useState(renewing ?? '');
  const [level, setLevel] = useState('');
  const [statement, setStatement] = useState('');
  const [agreed, setAgreed] = useState(false);
  const [tried, setTried] = useState(false);
  const choice: Choice | undefined = mine.choices.find((one) => one.code === code);
  const isShort = statement.trim().length < statementMin;
  const mayGo = choice !== undefined && (choice.levels.length === 0 || level !== '') && !isShort && agreed;
  const begun = useMutation({
    mutationFn: () =>
      apply({ code, statement: statement.trim(), consent: mine.consent.version, ...(level === '' ? {} : { level }) }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['my-categories'] });
      done();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (mayGo) begun.mutate();
  };
  return (
    <Panel>
      <form className={styles.form} onSubmit={submit} noValidate>
        <h2>{t(renewing ? 'help.renewTitle' : 'help.applyTitle')}</h2>
        <Which
          choices={renewing ? [] : mine.choices}
          choice={choice}
          level={level}
          choose={(next) => {
            setCode(next);
            setLevel('');
          }}
          chooseLevel={setLevel}
        />
        <Statement value={statement} change={setStatement} wrong={tried && isShort} />
        <Consent text={mine.consent} agreed={agreed} change={setAgreed} />
        {tried && !mayGo ? (
          <p role="alert" className={styles.formError}>
            {t(missing({ choice, level, isShort }))}
          </p>
        ) : null}
        <ErrorNotice error={begun.error} />
        <Actions>
          <Button onClick={cancel}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" busy={begun.isPending}>
            {t('help.next')}
          </Button>
        </Actions>
      </form>
    </Panel>
  );
}

/** The first thing that is missing, as the key of its sentence. */
function missing(given: { choice: Choice | undefined; level: string; isShort: boolean }): string {
  if (given.choice === undefined) return 'help.missing.which';
  if (given.choice.levels.length > 0 && given.level === '') return 'help.missing.level';
  return given.isShort ? 'help.missing.statement' : 'help.missing.consent';
}
