import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard, Authenticators } from './access.guard.js';
import { HealthController } from './health.controller.js';

/** The guard every route passes, and the routes for monitoring. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [Authenticators, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Authenticators],
})
export class HttpModule {}
