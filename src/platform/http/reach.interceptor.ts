import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Observable } from 'rxjs';
import type { Caller } from '../../shared/caller.js';
import { type Reach, withinReach } from '../database/reach.js';
import { ACCESS, type Access, type CallerRequest } from './access.js';

/** Gives a request of the console or of a merchant's back office its reach, so that no service has to remember it. */
@Injectable()
export class ReachInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    const { caller } = context.switchToHttp().getRequest<CallerRequest>();
    const reach = caller && (access?.app === 'console' || access?.app === 'merchant') ? reachOf(caller) : null;
    if (reach === null) return next.handle();
    return new Observable((subscriber) => withinReach(reach, () => next.handle().subscribe(subscriber)));
  }
}

/** People of a merchant reach what is the merchant's; workers and tills are told only what is their own by the queries themselves. */
function reachOf(caller: Caller): Reach | null {
  switch (caller.kind) {
    case 'officer':
      return { scope: caller.scope };
    case 'merchant':
      return { merchantId: caller.merchantId };
    case 'worker':
    case 'applicant':
    case 'terminal':
      return null;
  }
}
