import { z } from 'zod';
import { DEFAULT_CODE_PREFIXES } from './code-text.js';

const prefix = z.string().regex(/^[0-9]{2,8}$/, 'A code prefix is 2 to 8 digits.');

/**
 * What the text of each kind begins with; configurable, so that it cannot collide with the payment codes of a till's vendor. Apart from
 * the texts themselves, which the phone page draws: it would load all of zod with them.
 */
export const codePrefixesSchema = z.strictObject({
  D: prefix.default(DEFAULT_CODE_PREFIXES.D),
  S: prefix.default(DEFAULT_CODE_PREFIXES.S),
  N: prefix.default(DEFAULT_CODE_PREFIXES.N),
});
