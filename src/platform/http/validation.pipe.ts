import { StandardSchemaValidationPipe } from '@nestjs/common';
import { commonErrors, Refusal } from '../../shared/errors.js';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

const ISSUES_MAX = 20;

/** Checks bodies, queries and path parts by their zod schema; the refusal names each field and what it must be. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues: readonly Issue[]) => {
      const fields = issues.slice(0, ISSUES_MAX).map(({ path, message }) => ({ field: fieldOf(path ?? []), message }));
      const first = fields[0] ?? { field: '', message: 'is wrong' };
      return new Refusal(commonErrors.REQUEST_INVALID, {
        ...(first.field === '' ? {} : { field: first.field }),
        detail: first.field === '' ? first.message : `${first.field}: ${first.message}`,
        extra: { fields },
      });
    },
  });
}

function fieldOf(path: readonly (PropertyKey | { readonly key: PropertyKey })[]): string {
  return path.reduce<string>((field, segment) => {
    const key = typeof segment === 'object' ? segment.key : segment;
    if (typeof key === 'number') return `${field}[${key}]`;
    return field === '' ? String(key) : `${field}.${String(key)}`;
  }, '');
}
