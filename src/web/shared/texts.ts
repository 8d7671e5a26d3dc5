import i18next, { changeLanguage, t, use, type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import sharedZh from './texts/zh-CN.json';

export const languages = ['zh-CN', 'en-US'] as const;
export type Language = (typeof languages)[number];

type LoadTexts = () => Promise<{ default: ResourceLanguage }>;

const storageKey = 'language';
let loadEnglish: LoadTexts = () => Promise.reject(new Error('texts are not set up'));

function chosen(): Language {
  try {
    return localStorage.getItem(storageKey) === 'en-US' ? 'en-US' : 'zh-CN';
  } catch {
    return 'zh-CN';
  }
}

/** Sets up an app's texts: Chinese is part of the first load, English comes when asked for. */
export async function startTexts(zh: ResourceLanguage, english: LoadTexts): Promise<void> {
  loadEnglish = english;
  await use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    ns: ['app', 'shared'],
    defaultNS: 'app',
    fallbackNS: 'shared',
    resources: { 'zh-CN': { app: zh, shared: sharedZh } },
    interpolation: { escapeValue: false },
    returnEmptyString: false,
  });
  await showLanguage(chosen());
}

/** Switches the language and keeps the choice; stays with Chinese when the English texts cannot be fetched. */
export async function showLanguage(language: Language): Promise<void> {
  if (language === 'en-US' && !i18next.hasResourceBundle('en-US', 'app')) {
    try {
      const [app, shared] = await Promise.all([loadEnglish(), import('./texts/en-US.json')]);
      i18next.addResourceBundle('en-US', 'app', app.default);
      i18next.addResourceBundle('en-US', 'shared', shared.default);
    } catch {
      return;
    }
  }
  await changeLanguage(language);
  document.documentElement.lang = language;
  document.title = t('appTitle');
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Private windows may refuse storage; the choice then lasts until the page is closed.
  }
}

export function currentLanguage(): Language {
  return i18next.language === 'en-US' ? 'en-US' : 'zh-CN';
}

/** The sentence for an error or reason code; an unknown code gets the general one. */
export function errorText(code: string): string {
  return t([`errors.${code}`, 'errors.UNEXPECTED']);
}
