import type { CodePrefixes, PresentedKind } from './code-text.js';

/** What one prefix is: short enough that the codes keep their QR versions. */
export const CODE_PREFIX_PATTERN = /^[0-9]{2,8}$/;

/** How payment codes of China's wallets begin; a till would take a code of ours for one of them. */
const PAYMENT_CODES = [
  { of: 'WeChat Pay', begins: /^1[0-5]/ },
  { of: 'Alipay', begins: /^(?:2[5-9]|30)/ },
  { of: 'UnionPay', begins: /^62/ },
] as const;

const KINDS = ['D', 'S', 'N'] as const;

/** Why a till could not tell codes apart by how they begin, of which kind, and, where two of ours are alike, of which other; null when it can. */
export type PrefixTrouble =
  | { readonly kind: PresentedKind; readonly begins: PresentedKind }
  | { readonly kind: PresentedKind; readonly wallet: string };

/** The first trouble of three prefixes: one begins another, or one begins as a wallet's payment codes do. */
export function findPrefixTrouble(prefixes: CodePrefixes): PrefixTrouble | null {
  for (const kind of KINDS) {
    const wallet = PAYMENT_CODES.find(({ begins }) => begins.test(prefixes[kind]));
    if (wallet) return { kind, wallet: wallet.of };
    const begun = KINDS.find((other) => other !== kind && prefixes[other].startsWith(prefixes[kind]));
    if (begun) return { kind, begins: begun };
  }
  return null;
}
