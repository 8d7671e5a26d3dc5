import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import { commonErrors, Refusal } from '../../shared/errors.js';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

const ISSUES_MAX = 20;

/** PostgreSQL cannot store the character U+0000, and no honest text holds it: refused once here, for every schema. */
class TextValidationPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const field = metadata.type === 'custom' ? null : findNul(value, '');
    if (field !== null) {
      throw new Refusal(commonErrors.REQUEST_INVALID, {
        field,
        detail: `${field}: must not hold the character U+0000`,
      });
    }
    return super.transform(value, metadata);
  }
}

function findNul(value: unknown, path: string): string | null {
  if (typeof value === 'string') return value.includes('\0') ? path : null;
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return null;
  for (const [key, member] of Object.entries(value)) {
    const found = key.includes('\0') ? path : findNul(member, path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

/** Checks bodies, queries and path parts by their zod schema; the refusal names each field and what it must be. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new TextValidationPipe({
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
