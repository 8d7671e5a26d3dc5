// Who is at the other end: logins of officers, merchants' people and workers, their roles, sessions and one-time codes.
// A caller is built anew at each request, so a revoked session or an ended role counts at once.
// Passwords, codes and tokens are kept only as hashes; a phone only as its blind index.
export { OfficerCallers } from './access/officer-callers.service.js';
export { OFFICER_PERMISSIONS } from './access/permissions.rules.js';
export { identityErrors } from './identity.errors.js';
export { IdentityModule } from './identity.module.js';
export { IdentityProcessor } from './identity.processor.js';
export {
  IdentityService,
  type FirstOfficer,
  type NewMerchantLogin,
  type NewOfficer,
  type NewWorkerLogin,
} from './logins/identity.service.js';
export { type FormerHolder, WorkerLogins } from './logins/worker-logins.service.js';
export { LoginEntity, LoginRoleEntity } from './logins/login.entity.js';
export { Activations } from './officers/activations.service.js';
export { LoginActivationEntity } from './officers/login-activation.entity.js';
export type { PasswordHash } from './logins/passwords.service.js';
export { OtpChallengeEntity } from './otp/otp-challenge.entity.js';
export { SmsSender } from './otp/sms-sender.js';
export { RefreshTokenEntity, SessionEntity } from './sessions/session.entity.js';
export { SignInDelayEntity } from './sessions/sign-in-delay.entity.js';
