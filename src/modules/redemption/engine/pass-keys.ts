import type { ShowingFacts } from '../../cards/index.js';

/** The key a pass was signed with, by its number. */
export type PassKeyLookup = (kid: number) => ShowingFacts['key'];
