// Cards: their life from issue to replacement, the phones bound to them, and the live codes those phones show.
// A till's request reads a card once by number and keeps its standing with a shared lock until it commits.
// Cards in bulk come from CardLoader; a lost card is announced by `card.lost`.
export { BatchesService } from './batches/batches.service.js';
export { CardDeviceEntity, CardProofTryEntity, PassPolicyEntity } from './devices/card-device.entity.js';
export { CardIssueBatchEntity } from './batches/card-issue-batch.entity.js';
export { CardLoader, type LoadedCard, type NewCard } from './card-loader.service.js';
export { CardNumbers } from './card-numbers.js';
export type { CardAction, CardState } from './card-state.rules.js';
export { CardEntity, CardEventEntity } from './card.entity.js';
export { cardErrors } from './cards.errors.js';
export { CardExpiry } from './card-expiry.service.js';
export {
  cardBatchRequested,
  cardChanged,
  cardLost,
  cardProductionReleased,
  cardProductionRequested,
  cardTakeoverRequested,
} from './cards.events.js';
export { CardsModule } from './cards.module.js';
export { CardsProcessor } from './cards.processor.js';
export type { CardForRedemption } from './cards.repository.js';
export { CardsService, type LockedCard } from './cards.service.js';
export { CodeTexts } from './code-texts.js';
export { CodeVerifier, type CodeVerdict, type KeyLookup, verifyPlastic } from './code-verifier.js';
export {
  decideShowing,
  isStepInWindow,
  type ShowingDecision,
  type ShowingFacts,
  type ShowingRefusal,
} from './code.rules.js';
export { DevicesService } from './devices/devices.service.js';
export { CardKeys } from './keys/card-keys.js';
export { CardKeyEntity, CardKeyListEntity, CardKeyRevocationEntity } from './keys/card-key.entity.js';
export { keyListContent } from './keys/key-list.js';
export { signKeyList, WrongRootError } from './keys/sign-list.js';
export { KeysService } from './keys/keys.service.js';
export { ProofService } from './devices/proof.service.js';
export { OwnCard } from './devices/own-card.service.js';
export { CardPlasticEntity, CardPlasticEventEntity } from './plastic/card-plastic.entity.js';
export { PlasticService } from './plastic/plastic.service.js';
export {
  CardProductionEntity,
  CardProductionFileEntity,
  CardProductionPieceEntity,
} from './production/card-production.entity.js';
export { ProductionRunner } from './production/production-runner.service.js';
export { ProductionService } from './production/production.service.js';
export { TakeoverRunner } from './takeover/takeover-runner.service.js';
export { TakeoverService } from './takeover/takeover.service.js';
export { CardTakeoverEntity, CardTakeoverErrorEntity } from './takeover/card-takeover.entity.js';
export { issuePass, type IssuedPass, type PassOrder } from './pass-issuer.js';
export { CardPinEntity, ShortCodeTryEntity } from './pins/card-pin.entity.js';
export type { PinVerdict } from './pins/pin.rules.js';
export { pinSchema } from './pins/pin.schemas.js';
export { PinsService } from './pins/pins.service.js';
export { ShortCodes } from './pins/short-codes.service.js';
export { RevocationListEntity } from './revocation/revocation-list.entity.js';
export { RevocationService } from './revocation/revocation.service.js';
export { issuePlasticCode, type PlasticOrder } from './plastic-issuer.js';
export { decidePlastic, type PlasticFacts, type PlasticRefusal } from './plastic.rules.js';
