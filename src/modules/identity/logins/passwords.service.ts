import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { Refusal } from '../../../shared/errors.js';
import { identityErrors } from '../identity.errors.js';
import { isWeakPassword, normalisePassword } from './password.rules.js';

declare const hashed: unique symbol;

/** A password after argon2id; only `Passwords` makes one, so plain text cannot be stored by mistake. */
export type PasswordHash = string & { readonly [hashed]: true };

// 19 MiB and two passes, OWASP's floor for argon2id; argon2id is the library's default.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const WAITING_MAX = 100;

/** Hashes and checks passwords, a few at a time: each takes a core for some 50 ms, and a storm must not take all of them. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private dummy: Promise<string> | null = null;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** @throws Refusal PASSWORD_WEAK */
  async hash(password: string, username: string): Promise<PasswordHash> {
    if (isWeakPassword(password, username)) throw new Refusal(identityErrors.PASSWORD_WEAK, { field: 'password' });
    return (await this.limited(() => hash(normalisePassword(password), COST))) as PasswordHash;
  }

  /** The hash of a password nobody knows. */
  async unknown(): Promise<PasswordHash> {
    return (await this.limited(() => hash(randomBytes(32), COST))) as PasswordHash;
  }

  /** Checks a password; for nobody's hash it does the same work and says no. @throws Refusal SIGN_IN_BUSY */
  async matches(passwordHash: string | null, password: string): Promise<boolean> {
    this.dummy ??= hash(randomBytes(32), COST);
    const against = passwordHash ?? (await this.dummy);
    const matched = await this.limited(() => verify(against, normalisePassword(password)));
    return matched && passwordHash !== null;
  }

  private async limited<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.config.ARGON2_CONCURRENCY) {
      if (this.waiting.length >= WAITING_MAX) throw new Refusal(identityErrors.SIGN_IN_BUSY);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      // The place goes straight to the next in line, so that nobody slips in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
