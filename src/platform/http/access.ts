import {
  applyDecorators,
  createParamDecorator,
  type CustomDecorator,
  type ExecutionContext,
  SetMetadata,
} from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Caller, Permission, TerminalScope } from '../../shared/caller.js';

/** Who may call a route. */
export type Access =
  | { readonly app: 'public' }
  | { readonly app: 'any' }
  | { readonly app: 'console'; readonly permission: Permission }
  | { readonly app: 'merchant'; readonly roles: readonly ('OWNER' | 'CASHIER')[] }
  | { readonly app: 'worker' }
  | { readonly app: 'applicant' }
  | { readonly app: 'pos'; readonly scope: TerminalScope | null };

export const ACCESS = 'worker-card:access';

const access = (value: Access): CustomDecorator => SetMetadata(ACCESS, value);

/** Nobody needs to sign in. Sign-in itself, enrolment, health. */
export const Anyone = () => access({ app: 'public' });

/** Any person signed in to any app. */
export const SignedIn = () => applyDecorators(access({ app: 'any' }), ApiBearerAuth());

/** Officers whose role has the permission; the subtree is in `caller.scope`. */
export const OfficerMay = (permission: Permission) =>
  applyDecorators(access({ app: 'console', permission }), ApiBearerAuth());

/** People of a merchant in one of the roles. */
export const MerchantMay = (...roles: ('OWNER' | 'CASHIER')[]) =>
  applyDecorators(access({ app: 'merchant', roles }), ApiBearerAuth());

/** The worker whose own data the route shows. */
export const WorkerMay = () => applyDecorators(access({ app: 'worker' }), ApiBearerAuth());

/** Whoever signed in to the worker app, a member or somebody who wants to become one. */
export const ApplicantMay = () => applyDecorators(access({ app: 'applicant' }), ApiBearerAuth());

/** A till that signs its requests and has the scope; `null` = any enrolled till. */
export const TerminalMay = (scope: TerminalScope | null) =>
  applyDecorators(access({ app: 'pos', scope }), ApiSecurity('terminal'));

/** A request after its caller was found. */
export interface CallerRequest extends FastifyRequest {
  caller?: Caller;
  /** Of a person; tills have none. */
  sessionId?: string;
  rawBody?: Buffer;
}

/** The caller of the route, found by the guard. */
export const From = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<CallerRequest>().caller,
);
