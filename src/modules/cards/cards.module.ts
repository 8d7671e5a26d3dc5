import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { MembersModule } from '../members/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { BatchesController } from './batches/batches.controller.js';
import { BatchesService } from './batches/batches.service.js';
import { CardLoader } from './card-loader.service.js';
import { CardsDesk } from './cards-desk.service.js';
import { CardsController } from './cards.controller.js';
import { CardsProcessor } from './cards.processor.js';
import { CardsService } from './cards.service.js';
import { CodeTexts } from './code-texts.js';
import { CardHolders } from './holders.service.js';
import { DevicesService } from './devices/devices.service.js';
import { ProofService } from './devices/proof.service.js';
import { CardKeys } from './keys/card-keys.js';
import { KeysDesk } from './keys/keys-desk.service.js';
import { KeysController, TillKeysController } from './keys/keys.controller.js';
import { KeysService } from './keys/keys.service.js';
import { DeskPinController, WorkerPinController } from './pins/pins.controller.js';
import { PinsService } from './pins/pins.service.js';
import { ShortCodes } from './pins/short-codes.service.js';
import { RevocationController } from './revocation/revocation.controller.js';
import { RevocationService } from './revocation/revocation.service.js';
import { OwnCard } from './devices/own-card.service.js';
import { WorkerCardController } from './devices/worker-card.controller.js';
import { CardExpiry } from './card-expiry.service.js';
import { ProductionController } from './production/production.controller.js';
import { ProductionRunner } from './production/production-runner.service.js';
import { ProductionService } from './production/production.service.js';
import { TakeoverController } from './takeover/takeover.controller.js';
import { TakeoverRunner } from './takeover/takeover-runner.service.js';
import { TakeoverService } from './takeover/takeover.service.js';
import { PlasticController } from './plastic/plastic.controller.js';
import { PlasticService } from './plastic/plastic.service.js';
import { SealedCards } from './sealed-cards.service.js';

@Module({
  imports: [AuditModule, MembersModule, OrganizationsModule],
  // Fixed paths first: `cards/batches` would otherwise be a card with the id "batches".
  controllers: [
    BatchesController,
    ProductionController,
    TakeoverController,
    PlasticController,
    CardsController,
    WorkerCardController,
    WorkerPinController,
    DeskPinController,
    KeysController,
    TillKeysController,
    RevocationController,
  ],
  providers: [
    CardsService,
    SealedCards,
    CardHolders,
    CardsDesk,
    CardLoader,
    BatchesService,
    ProofService,
    DevicesService,
    PlasticService,
    OwnCard,
    ProductionService,
    ProductionRunner,
    TakeoverService,
    TakeoverRunner,
    CardExpiry,
    PinsService,
    ShortCodes,
    CardKeys,
    CodeTexts,
    KeysService,
    KeysDesk,
    RevocationService,
    CardsProcessor,
  ],
  exports: [
    CardsService,
    CardLoader,
    BatchesService,
    DevicesService,
    PlasticService,
    ProofService,
    PinsService,
    ShortCodes,
    CardKeys,
    CodeTexts,
    KeysService,
    RevocationService,
    CardsProcessor,
  ],
})
export class CardsModule {}
