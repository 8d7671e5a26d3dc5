import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard, Authenticators } from './access.guard.js';
import { HealthController } from './health.controller.js';
import { SharedMemory } from './shared-memory.js';

/** The guard every route passes, the routes for monitoring, and what the processes remember together. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [Authenticators, SharedMemory, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Authenticators, SharedMemory],
})
export class HttpModule {}
