import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AccessGuard, Authenticators } from './access.guard.js';
import { HealthController } from './health.controller.js';
import { ReachInterceptor } from './reach.interceptor.js';
import { SharedMemory } from './shared-memory.js';

/** The guard every route passes, the reach it gives to statements, the routes for monitoring, and what the processes remember together. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [
    Authenticators,
    SharedMemory,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: ReachInterceptor },
  ],
  exports: [Authenticators, SharedMemory],
})
export class HttpModule {}
