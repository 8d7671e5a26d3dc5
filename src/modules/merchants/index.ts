// Merchants, their stores and their tills: who may redeem where.
// A till proves itself by its own key over every raw request, and gets every answer signed.
// A merchant's people and tills never learn anything about members here: this module knows none.
export { MerchantCategoryEntity, MerchantEntity } from './merchant.entity.js';
export { merchantErrors } from './merchants.errors.js';
export { MerchantsModule } from './merchants.module.js';
export type { StoreFacts, StoreFilter } from './merchants.queries.js';
export type { MerchantRow, StoreRow } from './merchants.repository.js';
export { MerchantsService } from './merchants.service.js';
export { StoreEntity } from './store.entity.js';
export { registerAnswerSigning } from './terminals/answer-signing.js';
export { EnrolmentCodeEntity } from './terminals/enrolment-code.entity.js';
export { TerminalAuthenticator } from './terminals/terminal-authenticator.js';
export { TerminalEntity, TerminalKeyEntity } from './terminals/terminal.entity.js';
export { type LoadedTerminal, TerminalKeysService } from './terminals/terminal-keys.service.js';
export { BROWSER_SCOPES, newKeyId, POS_SCOPES, TerminalsService } from './terminals/terminals.service.js';
