import type { DynamicModule } from '@nestjs/common';
import { entities } from './entities.js';
import { eventRoutes } from './event-routes.js';
import { AuditModule, AuditProcessor } from './modules/audit/index.js';
import { BenefitsModule, BenefitsProcessor } from './modules/benefits/index.js';
import { CardsModule, CardsProcessor } from './modules/cards/index.js';
import { IdentityModule, IdentityProcessor } from './modules/identity/index.js';
import { ImportsModule, ImportsProcessor } from './modules/imports/index.js';
import { LedgerModule } from './modules/ledger/index.js';
import { MembersModule, MembersProcessor } from './modules/members/index.js';
import { MerchantsModule } from './modules/merchants/index.js';
import { OrganizationsModule } from './modules/organizations/index.js';
import { BooksProcessor, RedemptionModule, RedemptionProcessor } from './modules/redemption/index.js';
import { ReportingModule, ReportingProcessor } from './modules/reporting/index.js';
import { type Config } from './platform/config/config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { CryptoModule } from './platform/crypto/crypto.module.js';
import type { Keyring } from './platform/crypto/keyring.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { HttpModule } from './platform/http/http.module.js';
import { EVENT_ROUTES, JobsRuntime, PROCESSORS } from './platform/queue/jobs-runtime.js';
import { MaintenanceProcessor } from './platform/queue/maintenance.processor.js';
import { QueueModule } from './platform/queue/queue.module.js';
import { Relay } from './platform/queue/relay.js';
import { Clock, SystemClock } from './shared/clock.js';

export interface AppParts {
  readonly config: Config;
  readonly keyring: Keyring;
  readonly clock?: Clock;
  /** Whether this process also listens to the queues. */
  readonly jobs: boolean;
}

/** Everybody who listens to facts or works by the clock. */
export const processors = [
  AuditProcessor,
  BenefitsProcessor,
  BooksProcessor,
  CardsProcessor,
  IdentityProcessor,
  ImportsProcessor,
  MaintenanceProcessor,
  MembersProcessor,
  RedemptionProcessor,
  ReportingProcessor,
];

class AppModule {}

/** The whole product as one Nest module; the api and the jobs process differ only in `jobs`. */
export function appModule({ config, keyring, clock, jobs }: AppParts): DynamicModule {
  return {
    module: AppModule,
    imports: [
      ConfigModule.with(config, clock ?? new SystemClock()),
      CryptoModule.with(keyring),
      DatabaseModule.with(entities),
      HttpModule,
      QueueModule,
      AuditModule,
      ImportsModule,
      OrganizationsModule,
      IdentityModule,
      MembersModule,
      MerchantsModule,
      CardsModule,
      LedgerModule,
      BenefitsModule,
      RedemptionModule,
      ReportingModule,
    ],
    providers: jobs
      ? [
          Relay,
          JobsRuntime,
          { provide: EVENT_ROUTES, useValue: eventRoutes },
          { provide: PROCESSORS, inject: processors, useFactory: (...all: unknown[]) => all },
        ]
      : [],
  };
}
