import { currentLanguage } from '../shared/texts.js';
import type { ConsentTextView } from './api/privacy.js';

export function consentTitle(text: ConsentTextView): string {
  return currentLanguage() === 'en-US' ? text.titleEn : text.titleZh;
}

/** The words of a consent in the language shown; an empty line begins a new paragraph. */
export function ConsentBody({ text }: { readonly text: ConsentTextView }) {
  const body = currentLanguage() === 'en-US' ? text.bodyEn : text.bodyZh;
  return (
    <>
      {body.split(/\n\s*\n/).map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </>
  );
}
