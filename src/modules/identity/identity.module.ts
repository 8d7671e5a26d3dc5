import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { CONFIG } from '../../platform/config/config.js';
import { AuditModule } from '../audit/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { AccessTokens } from './access/access-tokens.service.js';
import { JwtAuthenticator } from './access/jwt-authenticator.js';
import { JwtStrategy } from './access/jwt.strategy.js';
import { OfficerCallers } from './access/officer-callers.service.js';
import { AccountController } from './account/account.controller.js';
import { AccountService } from './account/account.service.js';
import { IdentityController } from './identity.controller.js';
import { IdentityProcessor } from './identity.processor.js';
import { IdentityService } from './logins/identity.service.js';
import { LoginIndex } from './logins/login-index.service.js';
import { Passwords } from './logins/passwords.service.js';
import { WorkerLogins } from './logins/worker-logins.service.js';
import { SealedLogins } from './logins/sealed-logins.service.js';
import { Activations } from './officers/activations.service.js';
import { ActivationsController } from './officers/activations.controller.js';
import { OfficersController } from './officers/officers.controller.js';
import { OfficersOfUnions } from './officers/officers-of-unions.service.js';
import { OfficersService } from './officers/officers.service.js';
import { OtpService } from './otp/otp.service.js';
import { SmsSender, smsSenderFor } from './otp/sms-sender.js';
import { AddressLimits } from './sessions/address-limits.service.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignInDelays } from './sessions/sign-in-delays.service.js';
import { SignInService } from './sessions/sign-in.service.js';

@Module({
  imports: [AuditModule, OrganizationsModule, JwtModule.register({})],
  controllers: [IdentityController, ActivationsController, AccountController, OfficersController],
  providers: [
    IdentityService,
    IdentityProcessor,
    AccountService,
    Activations,
    OfficersOfUnions,
    OfficersService,
    WorkerLogins,
    Passwords,
    SealedLogins,
    LoginIndex,
    SignInService,
    SignInDelays,
    AddressLimits,
    SessionsService,
    OtpService,
    AccessTokens,
    JwtStrategy,
    JwtAuthenticator,
    OfficerCallers,
    { provide: SmsSender, inject: [CONFIG], useFactory: smsSenderFor },
  ],
  exports: [Activations, IdentityService, IdentityProcessor, OfficerCallers, SmsSender, WorkerLogins],
})
export class IdentityModule {}
