/** What was answered to a key, with the status it had; a tombstone is a key that was reversed before its request came. */
export type StoredOutcome =
  | { readonly kind: 'ANSWER'; readonly status: number; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'TOMBSTONE' };
