import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { MerchantDeskController } from './merchant-desk.controller.js';
import { MerchantsController } from './merchants.controller.js';
import { MerchantsService } from './merchants.service.js';
import { Nonces } from './terminals/nonces.service.js';
import { SealedTerminalKeys } from './terminals/sealed-terminal-keys.service.js';
import { TerminalAuthenticator } from './terminals/terminal-authenticator.js';
import { TerminalDeskController } from './terminals/terminal-desk.controller.js';
import { TerminalFactsCache } from './terminals/terminal-facts.js';
import { TerminalKeysService } from './terminals/terminal-keys.service.js';
import { TerminalsController } from './terminals/terminals.controller.js';
import { TerminalsService } from './terminals/terminals.service.js';

@Module({
  imports: [AuditModule],
  controllers: [MerchantsController, MerchantDeskController, TerminalsController, TerminalDeskController],
  providers: [
    MerchantsService,
    TerminalsService,
    TerminalKeysService,
    TerminalFactsCache,
    TerminalAuthenticator,
    Nonces,
    SealedTerminalKeys,
  ],
  exports: [MerchantsService, TerminalsService, TerminalKeysService],
})
export class MerchantsModule {}
