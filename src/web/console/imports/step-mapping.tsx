import { Alert, Button, Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkImport, type ImportView } from '../api/imports.js';
import { useAction } from '../use-action.js';
import styles from './imports.module.css';

const NONE = -1;

/** Which column of the file is which of our fields: proposed, and changed by hand where the proposal is wrong. */
export function StepMapping({ one }: { readonly one: ImportView }) {
  const { t } = useTranslation();
  const [mapping, setMapping] = useState<Readonly<Record<string, number>>>(one.mapping ?? {});
  const check = useAction(() => checkImport(one.kind, one.id, mapping));
  const taken = new Set(Object.values(mapping));
  const missing = one.fields.filter(({ field, isRequired }) => isRequired && mapping[field] === undefined);
  const choose = (field: string, column: number): void => {
    const { [field]: _, ...rest } = mapping;
    setMapping(column === NONE ? rest : { ...rest, [field]: column });
  };
  return (
    <Form layout="vertical" onFinish={() => check.mutate(undefined)}>
      <Notes one={one} />
      <div className={styles.mapping}>
        {one.fields.map(({ field, name, isRequired }) => (
          <Form.Item key={field} label={name} required={isRequired} htmlFor={`map-${field}`}>
            <Select<number>
              id={`map-${field}`}
              {...(mapping[field] === undefined ? {} : { value: mapping[field] })}
              {...(isRequired && mapping[field] === undefined ? { status: 'error' as const } : {})}
              placeholder={t(isRequired ? 'imports.pickColumn' : 'imports.notInFile')}
              showSearch={{ optionFilterProp: 'label' }}
              onChange={(column) => choose(field, column)}
              options={[
                ...(isRequired ? [] : [{ value: NONE, label: t('imports.notInFile') }]),
                ...one.header.map((title, column) => ({
                  value: column,
                  label: `${columnName(column)}　${title}`,
                  disabled: taken.has(column) && mapping[field] !== column,
                })),
              ]}
            />
          </Form.Item>
        ))}
      </div>
      {missing.length > 0 ? (
        <Alert
          type="warning"
          className={styles.note ?? ''}
          title={t('imports.columnsMissing', { names: missing.map(({ name }) => name).join('、') })}
        />
      ) : null}
      <Button type="primary" htmlType="submit" disabled={missing.length > 0} loading={check.isPending} block>
        {t('imports.checkNow')}
      </Button>
    </Form>
  );
}

/** What the officer should know of the file before going on. */
function Notes({ one }: { readonly one: ImportView }) {
  const { t } = useTranslation();
  const notes = [
    t(one.isRemembered ? 'imports.remembered' : 'imports.proposed'),
    ...(one.sheet === null ? [] : [t('imports.sheet', { sheet: one.sheet })]),
    ...(one.otherSheets.length === 0 ? [] : [t('imports.otherSheets', { sheets: one.otherSheets.join('、') })]),
    ...(one.hasMergedCells ? [t('imports.merged')] : []),
  ];
  const isWarning = one.otherSheets.length > 0 || one.hasMergedCells;
  return <Alert type={isWarning ? 'warning' : 'info'} title={notes.join('；')} className={styles.note ?? ''} />;
}

/** A, B … AA, as a spreadsheet names its columns. */
function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}
