import { isIdNumber, normaliseIdNumber } from '../../../shared/numbers/id-number.js';
import { isPhone, normalisePhone } from '../../../shared/numbers/phone.js';

/** What a text in the search field means; a name is always searched by its beginning. */
export interface SearchMeaning {
  readonly phone?: string;
  readonly idNumber?: string;
  readonly memberNo?: string;
  readonly namePrefix?: string;
}

/** Numbers count only whole: a part of a phone or an ID number finds nobody, so that nobody can be narrowed down digit by digit. */
export function readSearch(text: string): SearchMeaning {
  if (isIdNumber(text)) return { idNumber: normaliseIdNumber(text) };
  if (isPhone(text)) return { phone: normalisePhone(text) };
  if (/^M\d{8,}$/i.test(text)) return { memberNo: text.toUpperCase() };
  return { namePrefix: text };
}

/** A text as the beginning of a LIKE pattern; its own wildcards are literal. */
export function likePrefix(text: string): string {
  return `${text.replace(/[\\%_]/g, String.raw`\$&`)}%`;
}
