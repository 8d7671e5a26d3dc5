import { type ExecutionContext, Injectable, type OnModuleInit } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Database } from '../../../platform/database/database.js';
import { ACCESS, type Access, type CallerRequest } from '../../../platform/http/access.js';
import { Authenticators } from '../../../platform/http/access.guard.js';
import type { Caller, Permission } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { shanghaiDate } from '../../../shared/time.js';
import { identityErrors } from '../identity.errors.js';
import type { SignInApp } from '../identity.schemas.js';
import { type CallerFacts, findCallerFacts } from './callers.queries.js';
import { JwtStrategy } from './jwt.strategy.js';
import { officerCaller } from './permissions.rules.js';

const APPS = ['console', 'merchant', 'worker', 'applicant', 'any'] as const;

/** Finds out which person asks: a token of the route's own app, and a login and session that still stand. */
@Injectable()
export class JwtAuthenticator implements OnModuleInit {
  constructor(
    private readonly authenticators: Authenticators,
    private readonly reflector: Reflector,
    private readonly strategy: JwtStrategy,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    for (const app of APPS) {
      this.authenticators.register(app, {
        authenticate: (context, request) => this.authenticate(app, this.permissionOf(context), request),
      });
    }
  }

  private async authenticate(
    app: (typeof APPS)[number],
    permission: Permission | null,
    request: CallerRequest,
  ): Promise<Caller> {
    const { aud, sub, sid } = await this.strategy.claimsOf(request);
    const audience = app === 'applicant' ? 'worker' : app;
    if (audience !== 'any' && aud !== audience) throw new Refusal(identityErrors.TOKEN_INVALID);
    const now = this.clock.now();
    const key = { loginId: sub, sessionId: sid, app: aud };
    const facts = await findCallerFacts(this.database.db, key, now, shanghaiDate(now.getTime()));
    const caller = facts && callerOf(aud, facts, permission);
    if (!caller) throw new Refusal(identityErrors.TOKEN_INVALID);
    request.sessionId = sid;
    return caller;
  }

  private permissionOf(context: ExecutionContext): Permission | null {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    return access?.app === 'console' ? access.permission : null;
  }
}

/** The caller a login makes on a route; null when it is no person of that app. */
function callerOf(app: SignInApp, facts: CallerFacts, permission: Permission | null): Caller | null {
  const { loginId, displayName, memberId, merchantId, merchantRole, storeId } = facts;
  switch (app) {
    case 'console':
      return officerCaller(facts, permission);
    case 'merchant':
      if (merchantId === null || merchantRole === null) return null;
      return { kind: 'merchant', loginId, displayName, role: merchantRole, merchantId, storeId };
    case 'worker':
      return memberId === null ? { kind: 'applicant', loginId } : { kind: 'worker', loginId, memberId };
  }
}
