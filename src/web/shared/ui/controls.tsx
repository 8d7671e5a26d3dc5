import { useId, type ButtonHTMLAttributes, type InputHTMLAttributes, type ReactNode, type Ref } from 'react';
import styles from './ui.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'primary' | 'success' | 'quiet';
  readonly block?: boolean;
  /** Work is under way: the button stays in place, says so and takes no second press. */
  readonly busy?: boolean;
}

export function Button({ look = 'plain', block = false, busy = false, className, disabled, ...rest }: ButtonProps) {
  const classes = [styles.button, look === 'plain' ? '' : styles[look], block ? styles.block : '', className];
  return (
    <button
      type="button"
      aria-busy={busy}
      disabled={disabled === true || busy}
      className={classes.filter(Boolean).join(' ')}
      {...rest}
    />
  );
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly error?: string | null;
  readonly hint?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A labelled input whose mistake is said below it and read out. */
export function Field({ label, error, hint, className, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={className ?? styles.input}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        {...rest}
      />
      {hint}
      {error ? (
        <p id={`${id}-error`} role="alert" className={styles.fieldError}>
          {error}
        </p>
      ) : null}
    </div>
  );
}
