import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { z } from 'zod';
import { Keyring } from '../../../platform/crypto/keyring.js';
import type { CallerRequest } from '../../../platform/http/access.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { identityErrors } from '../identity.errors.js';
import { signInAppSchema } from '../identity.schemas.js';
import { ACCESS_TOKEN_SECONDS, ISSUER } from './access-tokens.service.js';

const headerSchema = z.object({ alg: z.string(), kid: z.string().min(1).max(100) });

const claimsSchema = z.object({
  iss: z.literal(ISSUER),
  aud: signInAppSchema,
  sub: z.uuid(),
  sid: z.uuid(),
  iat: z.int(),
  exp: z.int(),
});
export type AccessClaims = z.infer<typeof claimsSchema>;

type Middleware = (request: unknown, response: unknown, next: (error?: unknown) => void) => void;

/** Checks bearer tokens through passport-jwt: the key id must be ours and in use, the algorithm that key's own. */
@Injectable()
export class JwtStrategy {
  // Our own passport, not the process-wide one: two products in one process must not share a keyring.
  private readonly passport = new passport.Authenticator();
  private readonly publicKeys: ReadonlyMap<string, { readonly algorithm: string; readonly publicKey: KeyObject }>;

  constructor(
    keyring: Keyring,
    private readonly clock: Clock,
  ) {
    const trusted = [...keyring.tokenKeys.values()].filter(({ status }) => status !== 'REVOKED');
    this.publicKeys = new Map(trusted.map(({ kid, algorithm, publicKey }) => [kid, { algorithm, publicKey }]));
    const strategy = new Strategy(
      {
        jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
        secretOrKeyProvider: (_request, token: unknown, done) => {
          const key = this.keyFor(token);
          // As an object, not as PEM: parsing it anew took a fifth of a request. jsonwebtoken takes it, its types do not say so.
          done(key === null ? new Error('the key is not one of ours') : null, (key ?? undefined) as string | undefined);
        },
        algorithms: ['ES256'],
        issuer: ISSUER,
        // The end is checked below, by the platform's clock.
        ignoreExpiration: true,
      },
      (claims: unknown, done) => {
        const parsed = claimsSchema.safeParse(claims);
        done(null, parsed.success && this.isCurrent(parsed.data) ? parsed.data : false);
      },
    );
    this.passport.use('jwt', strategy);
  }

  /** The claims of the request's token. @throws Refusal TOKEN_INVALID */
  claimsOf(request: CallerRequest): Promise<AccessClaims> {
    return new Promise((resolve, reject) => {
      const decided = (error: unknown, claims: AccessClaims | false | null | undefined): void => {
        if (error) reject(error instanceof Error ? error : new Error('a token could not be checked'));
        else if (claims) resolve(claims);
        else reject(new Refusal(identityErrors.TOKEN_INVALID));
      };
      const check = this.passport.authenticate('jwt', { session: false }, decided) as Middleware;
      check(request, {}, (error) => reject(error instanceof Error ? error : new Error('a token could not be checked')));
    });
  }

  private keyFor(token: unknown): KeyObject | null {
    const header = headerSchema.safeParse(headerOf(String(token)));
    if (!header.success) return null;
    const key = this.publicKeys.get(header.data.kid);
    return key?.algorithm === header.data.alg ? key.publicKey : null;
  }

  // Ours live exactly ten minutes; one that claims more was not made here, whatever signed it.
  private isCurrent({ iat, exp }: AccessClaims): boolean {
    return exp - iat === ACCESS_TOKEN_SECONDS && this.clock.now().getTime() < exp * 1000;
  }
}

function headerOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
