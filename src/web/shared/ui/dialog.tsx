import { useEffect, useRef, type ReactNode } from 'react';
import styles from './ui.module.css';

interface DialogProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** A modal over the page: the browser's own dialog keeps the focus inside and closes on Escape. Mounted means open. */
export function Dialog({ title, close, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    ref.current?.showModal();
  }, []);
  return (
    <dialog ref={ref} className={styles.dialog} aria-label={title} onClose={close}>
      <h2 className={styles.dialogTitle}>{title}</h2>
      <div className={styles.dialogBody}>{children}</div>
    </dialog>
  );
}

/** A row of buttons that wraps when the text is large. */
export function Actions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}

export function Panel({ children, className = '' }: { readonly children: ReactNode; readonly className?: string }) {
  return <section className={`${styles.panel} ${className}`}>{children}</section>;
}
