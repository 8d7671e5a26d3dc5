import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Caller } from '../../shared/caller.js';
import { commonErrors, Refusal } from '../../shared/errors.js';
import { ACCESS, type Access, type CallerRequest } from './access.js';

/** Finds out who asks; `identity` does it for people, `merchants` for tills. */
export interface Authenticator {
  /** @throws Refusal with kind UNAUTHENTICATED */
  authenticate(context: ExecutionContext, request: CallerRequest): Promise<Caller>;
}

/** Where modules above register how callers of an app prove who they are. */
@Injectable()
export class Authenticators {
  private readonly byApp = new Map<Access['app'], Authenticator>();

  register(app: Access['app'], authenticator: Authenticator): void {
    this.byApp.set(app, authenticator);
  }

  for(app: Access['app']): Authenticator {
    const found = this.byApp.get(app);
    if (!found) throw new Error(`nobody authenticates callers of "${app}"`);
    return found;
  }
}

/** Every route says who may; a route that says nothing is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticators: Authenticators,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (!access) throw new Refusal(commonErrors.NOT_ALLOWED);
    if (access.app === 'public') return true;
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const caller = await this.authenticators.for(access.app).authenticate(context, request);
    request.caller = caller;
    if (!may(caller, access)) throw new Refusal(commonErrors.NOT_ALLOWED);
    return true;
  }
}

/** Whether a caller satisfies what a route asks. */
export function may(caller: Caller, access: Access): boolean {
  switch (access.app) {
    case 'public':
      return true;
    case 'any':
      return caller.kind !== 'terminal';
    case 'console':
      return caller.kind === 'officer' && caller.permissions.has(access.permission);
    case 'merchant':
      return caller.kind === 'merchant' && access.roles.includes(caller.role);
    case 'worker':
      return caller.kind === 'worker';
    case 'applicant':
      return caller.kind === 'applicant' || caller.kind === 'worker';
    case 'pos':
      return caller.kind === 'terminal' && (access.scope === null || caller.scopes.includes(access.scope));
  }
}
