import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/format.js';
import { downloadErrors, type ImportCounts, type ImportView } from '../api/imports.js';
import { useAction } from '../use-action.js';
import styles from './imports.module.css';

const SHOWN = ['addedRows', 'updatedRows', 'transferredRows', 'askedRows', 'unchangedRows', 'refusedRows'] as const;

/** What becomes of the rows, as figures side by side. */
export function Counts({ counts }: { readonly counts: ImportCounts }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.counts}>
      {SHOWN.map((count) => (
        <div key={count} data-empty={counts[count] === 0}>
          <dt>{t(`imports.${count}`)}</dt>
          <dd>{formatCount(counts[count])}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The first mistakes on the page, all of them as a file. */
export function Errors({ one }: { readonly one: ImportView }) {
  const { t } = useTranslation();
  const file = useAction(() => downloadErrors(one));
  const names = new Map(one.fields.map(({ field, name }) => [field, name]));
  if (one.firstErrors.length === 0) return null;
  return (
    <section className={styles.errors}>
      <div className={styles.errorsHead}>
        <h3>{t('imports.errorsTitle')}</h3>
        <Button size="small" loading={file.isPending} onClick={() => file.mutate(undefined)}>
          {t('imports.errorsFile')}
        </Button>
      </div>
      <ul>
        {one.firstErrors.flatMap(({ rowNo, errors }) =>
          errors.map(({ field, reason, otherRow }) => (
            <li key={`${rowNo}-${field}`}>
              {t('imports.errorRow', {
                row: rowNo,
                field: names.get(field) ?? field,
                why: t(`importReason.${reason}`, { defaultValue: reason, row: otherRow }),
              })}
            </li>
          )),
        )}
      </ul>
    </section>
  );
}
