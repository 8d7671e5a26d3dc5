import { useEffect } from 'react';

/**
 * When a dialog or drawer goes, the focus goes back to what had it below: our dialogs are taken out of the page rather than hidden, and the
 * browser then forgets where a person with a keyboard or a screen reader was.
 */
export function useReturnFocus(): void {
  useEffect(() => {
    const lastIn = new Map<Element | null, HTMLElement>();
    const noted = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLElement) lastIn.set(target.closest('[role=dialog]'), target);
    };
    const seen = new MutationObserver((changes) => {
      const isGone = changes.some(({ removedNodes }) => removedNodes.length > 0);
      if (!isGone || document.activeElement !== document.body) return;
      for (const layer of lastIn.keys()) if (layer && !layer.isConnected) lastIn.delete(layer);
      const top = [...document.querySelectorAll<HTMLElement>('[role=dialog]')].at(-1) ?? null;
      const before = lastIn.get(top);
      (before?.isConnected ? before : top)?.focus({ preventScroll: true });
    });
    document.addEventListener('focusin', noted);
    // Dialogs hang on the body itself.
    seen.observe(document.body, { childList: true });
    return () => {
      document.removeEventListener('focusin', noted);
      seen.disconnect();
    };
  }, []);
}
