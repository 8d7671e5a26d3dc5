export type EmbeddedFault =
  | 'unsupported-platform'
  | 'missing-binaries'
  | 'no-account'
  | 'folder-unusable'
  | 'folder-in-use'
  | 'other-version'
  | 'secrets-missing'
  | 'port-busy'
  | 'did-not-start';

/** The embedded database cannot run; the message is one sentence for the operator and ends with the remedy. */
export class EmbeddedError extends Error {
  constructor(
    readonly fault: EmbeddedFault,
    message: string,
  ) {
    super(message);
    this.name = 'EmbeddedError';
  }
}

/** The short system code of a failed file call (ENOENT, EACCES, ...), or '' when there is none. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
