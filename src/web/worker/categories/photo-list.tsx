import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../shared/ui/controls.js';
import { ErrorNotice } from '../../shared/ui/states.js';
import { addFile, removeFile, type ApplicationView } from '../api/categories.js';
import styles from '../app.module.css';
import { smallerPhoto } from './smaller-photo.js';

const filesMax = 10;
const kb = 1024;

/** Photos of what proves it: made smaller here, sent one by one with how far each is, removed with one press. */
export function PhotoList({ one }: { readonly one: ApplicationView }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const id = useId();
  const [progress, setProgress] = useState(0);
  const reload = () => queries.invalidateQueries({ queryKey: ['my-categories'] });
  const added = useMutation({
    mutationFn: async (files: readonly File[]) => {
      for (const [at, file] of files.entries()) {
        const { blob, name } = await smallerPhoto(file);
        await addFile(one.id, blob, name, (fraction) => setProgress((at + fraction) / files.length));
      }
    },
    onSettled: () => reload(),
  });
  const removed = useMutation({
    mutationFn: (fileId: string) => removeFile(one.id, fileId),
    onSettled: () => reload(),
  });
  return (
    <div className={styles.section}>
      <ul className={styles.list}>
        {one.files.map((file, at) => (
          <li key={file.id} className={styles.row}>
            <span>
              {t('help.file', { number: at + 1 })}{' '}
              <span className={styles.muted}>
                {t('help.fileSize', { kb: Math.max(1, Math.round(file.bytes / kb)) })}
              </span>
            </span>
            <Button look="quiet" busy={removed.isPending} onClick={() => removed.mutate(file.id)}>
              {t('help.remove')}
              <span className="visually-hidden"> {t('help.file', { number: at + 1 })}</span>
            </Button>
          </li>
        ))}
      </ul>
      {one.files.length < filesMax ? (
        <div className={styles.textField}>
          <input
            id={id}
            className="visually-hidden"
            type="file"
            multiple
            accept="image/*,application/pdf"
            disabled={added.isPending}
            onChange={(event) => {
              const files = [...(event.target.files ?? [])].slice(0, filesMax - one.files.length);
              event.target.value = '';
              setProgress(0);
              if (files.length > 0) added.mutate(files);
            }}
          />
          <label htmlFor={id} className={styles.fileButton}>
            {t('help.addPhoto')}
          </label>
          <p className={styles.muted}>{t('help.addPhotoHint')}</p>
        </div>
      ) : null}
      {added.isPending ? (
        <p>
          <progress aria-label={t('help.sending')} value={progress} max={1} className={styles.progress} />
          <span className={styles.muted}>{t('help.sendingPercent', { percent: Math.round(progress * 100) })}</span>
        </p>
      ) : null}
      <ErrorNotice error={added.error ?? removed.error} />
    </div>
  );
}
