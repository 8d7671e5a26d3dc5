export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 256;

// The heads of the usual lists, at twelve characters and more once digits and signs are taken off the ends.
const COMMON = [
  'password',
  'passw0rd',
  'p@ssw0rd',
  'p@ssword',
  'qwertyuiop',
  'qwerty',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc',
  '1qaz2wsx',
  'qazwsxedc',
  '1q2w3e4r5t',
  '1q2w3e4r',
  'iloveyou',
  'letmein',
  'welcome',
  'admin',
  'administrator',
  'changeme',
  'default',
  'woaini',
  'wodemima',
  'nanchang',
  'gonghui',
  'zhigongka',
  'workercard',
  'a1b2c3d4e5f6',
  'abc123abc123',
  'aa123456',
];

const ROWS = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn',
];
const DISTINCT_MIN = 5;

/** One form for one password, however the keyboard composed it. */
export function normalisePassword(password: string): string {
  return password.normalize('NFKC');
}

/** True for what an attacker tries first: short, common, repeated, a run on the keyboard, or the username with trimmings. */
export function isWeakPassword(password: string, username: string): boolean {
  const text = normalisePassword(password).toLowerCase();
  const length = Array.from(text).length;
  if (length < PASSWORD_LENGTH_MIN || length > PASSWORD_LENGTH_MAX) return true;
  if (new Set(text).size < DISTINCT_MIN || isRepeated(text) || isRun(text)) return true;
  const core = text.replace(/^[\d\W_]+|[\d\W_]+$/gu, '');
  if (core === '' && new Set(text).size < DISTINCT_MIN * 2 && /^\d+$/.test(text)) return true;
  return [...COMMON, username.toLowerCase()].some((word) => isMostly(text, core, word));
}

// Taken off both ends are the digits and signs people add to satisfy a rule.
function isMostly(text: string, core: string, word: string): boolean {
  if (core === word || text === word) return true;
  return text.replaceAll(word, '').length <= 4 && text.includes(word);
}

function isRepeated(text: string): boolean {
  for (let unit = 1; unit <= text.length / 2; unit += 1) {
    const head = text.slice(0, unit);
    if (head.repeat(Math.ceil(text.length / unit)).slice(0, text.length) === text && text.length / unit >= 2)
      return true;
  }
  return false;
}

function isRun(text: string): boolean {
  const back = Array.from(text).toReversed().join('');
  return ROWS.some((row) => `${row}${row}`.includes(text) || `${row}${row}`.includes(back));
}
