import { currentLanguage, showLanguage } from '../texts.js';
import { useTranslation } from 'react-i18next';
import styles from './ui.module.css';

/** Shows the other language in its own words, so that it is found by those who need it. */
export function LanguageSwitch() {
  useTranslation();
  const other = currentLanguage() === 'zh-CN' ? 'en-US' : 'zh-CN';
  return (
    <button type="button" className={styles.language} lang={other} onClick={() => void showLanguage(other)}>
      {other === 'en-US' ? 'English' : '中文'}
    </button>
  );
}
