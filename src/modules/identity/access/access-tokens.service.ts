import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { Clock } from '../../../shared/clock.js';
import type { CallerKey } from './callers.queries.js';

export const ISSUER = 'worker-card';
export const ACCESS_TOKEN_SECONDS = 600;

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Signs access tokens: ten minutes, for one app, naming the key that signed. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  async issue({ loginId, sessionId, app }: CallerKey): Promise<AccessToken> {
    const { kid, algorithm, privateKey } = this.keyring.tokenSigningKey;
    const iat = this.clock.unixSeconds();
    const exp = iat + ACCESS_TOKEN_SECONDS;
    const claims = { iss: ISSUER, aud: app, sub: loginId, sid: sessionId, iat, exp };
    const token = await this.jwt.signAsync(claims, { privateKey, algorithm, keyid: kid });
    return { token, expiresAt: new Date(exp * 1000) };
  }
}
