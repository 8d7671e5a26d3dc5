import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorCode, OfflineError } from '../problem.js';
import { errorText } from '../texts.js';
import { Button } from './controls.js';
import styles from './ui.module.css';

/** Nothing here yet: says what would be here and, where there is one, what to do. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <svg width="56" height="56" viewBox="0 0 56 56" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden>
        <rect x="8" y="14" width="40" height="28" rx="4" />
        <path d="M8 23h40M15 33h12" />
      </svg>
      <p className={styles.stateTitle}>{title}</p>
      {children}
    </div>
  );
}

/** Loading failed: one sentence and a way to try again. */
export function ErrorState({ error, retry }: { readonly error: unknown; readonly retry?: (() => void) | undefined }) {
  const { t } = useTranslation();
  return (
    <div className={styles.state} role="alert">
      <svg width="56" height="56" viewBox="0 0 56 56" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden>
        <circle cx="28" cy="28" r="20" />
        <path d="M28 17v14M28 37v2" strokeWidth="3" />
      </svg>
      <p className={styles.stateTitle}>{errorText(errorCode(error))}</p>
      {retry ? <Button onClick={retry}>{t('common.retry')}</Button> : null}
    </div>
  );
}

/** Grey shapes of what is coming; announced once as loading. */
export function Skeleton({ heights = [96, 72, 72] }: { readonly heights?: readonly number[] }) {
  const { t } = useTranslation();
  return (
    <output className={styles.skeletons} aria-label={t('common.loading')}>
      {heights.map((height, index) => (
        <div key={`${index}-${height}`} className={styles.skeleton} style={{ height }} />
      ))}
    </output>
  );
}

interface Loadable<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/** The four states of something loaded: shapes, an error with retry, or the thing itself; stale data outlives an error. */
export function Loaded<T>(props: {
  readonly of: Loadable<T>;
  readonly heights?: readonly number[];
  readonly children: (data: T) => ReactNode;
}) {
  const { data, error, refetch } = props.of;
  if (data !== undefined) return props.children(data);
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return <Skeleton {...(props.heights ? { heights: props.heights } : {})} />;
}

export function OfflineBadge({ label }: { readonly label: string }) {
  return <span className={styles.badge}>{label}</span>;
}

/** A sentence that must not be missed, such as a refusal; read out when it appears. */
export function Notice(props: { readonly tone?: 'warning' | 'danger'; readonly children: ReactNode }) {
  const danger = props.tone === 'danger' ? ` ${styles.noticeDanger}` : '';
  return (
    <div role="alert" className={`${styles.notice}${danger}`}>
      {props.children}
    </div>
  );
}

/** Says what went wrong with something the person just did. */
export function ErrorNotice({ error }: { readonly error: unknown }) {
  if (!error) return null;
  return <Notice tone={error instanceof OfflineError ? 'warning' : 'danger'}>{errorText(errorCode(error))}</Notice>;
}

/** Why a page opened without https cannot use the camera or keep a key. */
export function SecureNotice({ what }: { readonly what: 'bind' | 'scan' }) {
  const { t } = useTranslation();
  return (
    <Notice>
      <strong>{t('secure.title', { what: t(`secure.what.${what}`) })}</strong>
      <span>{t('secure.why')}</span>
    </Notice>
  );
}
