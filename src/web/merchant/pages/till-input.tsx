import { lazy, Suspense, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { parseYuan } from '../../shared/format.js';
import { Button, Field } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { ErrorNotice, Skeleton } from '../../shared/ui/states.js';
import styles from '../app.module.css';

const Scanner = lazy(() => import('./scanner.js'));

/** Three ways in: camera, scanner, pasted digits. The camera and its decoder load only when asked for. */
export function ScanStep({ scanned }: { readonly scanned: (code: string) => void }) {
  const { t } = useTranslation();
  const [camera, setCamera] = useState(false);
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim()) scanned(text);
  };
  return (
    <Panel className={styles.form ?? ''}>
      <h2>{t('till.title')}</h2>
      {camera ? (
        <Suspense fallback={<Skeleton heights={[260]} />}>
          <Scanner heard={scanned} />
        </Suspense>
      ) : null}
      <Button look={camera ? 'plain' : 'primary'} block onClick={() => setCamera(!camera)}>
        {t(camera ? 'till.closeCamera' : 'till.openCamera')}
      </Button>
      <form className={styles.form} onSubmit={submit}>
        <Field
          label={t('till.paste')}
          inputMode="numeric"
          autoComplete="off"
          maxLength={600}
          value={text}
          onChange={(event) => setText(event.target.value.trim())}
        />
        <Button type="submit" block disabled={text === ''}>
          {t('till.next')}
        </Button>
      </form>
    </Panel>
  );
}

interface AmountStepProps {
  readonly initial: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly next: (amountText: string) => void;
  readonly back: () => void;
}

/** What the customer would pay without the card. */
export function AmountStep({ initial, busy, error, next, back }: AmountStepProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(initial);
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const fen = parseYuan(text);
    setWrong(!fen);
    if (fen) next(text);
  };
  return (
    <Panel>
      <form className={styles.form} onSubmit={submit} noValidate>
        <Field
          ref={(input) => input?.focus()}
          className={styles.amountInput}
          label={t('till.amount')}
          inputMode="decimal"
          autoComplete="off"
          maxLength={11}
          placeholder="0.00"
          value={text}
          onChange={(event) => setText(event.target.value.replaceAll('。', '.').replaceAll(/[^\d.]/g, ''))}
          error={wrong ? t('till.amountWrong') : null}
        />
        <ErrorNotice error={error} />
        <Button look="primary" type="submit" block busy={busy}>
          {t('till.see')}
        </Button>
        <Button look="quiet" block onClick={back}>
          {t('till.again')}
        </Button>
      </form>
    </Panel>
  );
}
