import { useEffect } from 'react';

/** Keys closer together than this come from a scanner, not from fingers. */
const scannerGapMs = 50;
const shortestCode = 20;

/** Hears a keyboard-wedge scanner wherever the focus is: a fast run of digits ended by Enter. */
export function useWedgeScanner(heard: (digits: string) => void): void {
  useEffect(() => {
    let digits = '';
    let lastMs = 0;
    const listen = (event: KeyboardEvent): void => {
      const now = performance.now();
      if (now - lastMs > scannerGapMs) digits = '';
      lastMs = now;
      if (/^\d$/.test(event.key)) digits += event.key;
      else if (event.key === 'Enter' && digits.length >= shortestCode) {
        event.preventDefault();
        heard(digits);
        digits = '';
      }
    };
    globalThis.addEventListener('keydown', listen);
    return () => globalThis.removeEventListener('keydown', listen);
  }, [heard]);
}
