import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServerNow } from '../shared/hooks.js';
import { QrCanvas } from '../shared/ui/qr-canvas.js';
import { ErrorNotice, Skeleton } from '../shared/ui/states.js';
import styles from './app.module.css';
import { makeCodeText } from './code-text.js';
import type { HeldCard } from './held-card.js';
import { ShortNumber } from './short-number.js';

const ringRadius = 9;
const ringLength = 2 * Math.PI * ringRadius;

function Ring({ share }: { readonly share: number }) {
  return (
    <svg className={styles.ring} width="22" height="22" viewBox="0 0 22 22" fill="none" strokeWidth="3" aria-hidden>
      <circle cx="11" cy="11" r={ringRadius} stroke="#e3e3e7" />
      <circle
        cx="11"
        cy="11"
        r={ringRadius}
        stroke="#c1272d"
        strokeDasharray={ringLength}
        strokeDashoffset={ringLength * (1 - share)}
      />
    </svg>
  );
}

/** Keeps the screen awake while the code is in sight; phones that cannot do it lose nothing else. */
function useAwakeScreen(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    const hold = async (): Promise<void> => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      lock = await navigator.wakeLock.request('screen').catch(() => null);
    };
    const again = (): void => void hold();
    again();
    document.addEventListener('visibilitychange', again);
    return () => {
      document.removeEventListener('visibilitychange', again);
      void lock?.release();
    };
  }, []);
}

/** The live code with its 30 s ring. Works without a network: pass and key are on this phone. */
export function LiveCode({ held }: { readonly held: HeldCard }) {
  const { t } = useTranslation();
  const [showing, setShowing] = useState(0);
  const [copied, setCopied] = useState(false);
  useAwakeScreen();
  const nowSeconds = Math.floor(useServerNow(1000) / 1000);
  const step = Math.floor(nowSeconds / held.stepSeconds);
  const leftSeconds = held.stepSeconds - (nowSeconds % held.stepSeconds);
  // One showing a step, and one more whenever it is asked for; the old one stays up for the moment it takes.
  const code = useQuery({
    queryKey: ['code', held.slot, held.codePrefix, step, showing],
    queryFn: () => makeCodeText(held, step),
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  const text = code.data ?? '';

  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <div className={styles.codeArea}>
      <p>{t('card.show')}</p>
      <div className={styles.codeBox}>
        {code.error ? <ErrorNotice error={code.error} /> : null}
        {text ? <QrCanvas text={text} sizePx={340} label={t('card.code')} /> : <Skeleton heights={[320]} />}
      </div>
      <div className={styles.ringRow}>
        <Ring share={leftSeconds / held.stepSeconds} />
        <span className="tabular">{t('card.next', { seconds: leftSeconds })}</span>
        <button type="button" className={styles.codeButton} onClick={() => setShowing((count) => count + 1)}>
          {t('card.refresh')}
        </button>
        <button type="button" className={styles.codeButton} onClick={() => void copy()}>
          {copied ? t('card.copied') : t('card.copy')}
        </button>
      </div>
      <ShortNumber held={held} step={step} />
    </div>
  );
}
