import { AuditEntryEntity } from './modules/audit/index.js';
import {
  BenefitEpochEntity,
  BudgetLineEntity,
  CampaignEntity,
  CampaignRuntimeEntity,
  CampaignVersionEntity,
  HolidayEntity,
  LimitCounterEntity,
} from './modules/benefits/index.js';
import {
  CardDeviceEntity,
  CardEntity,
  CardEventEntity,
  CardIssueBatchEntity,
  CardProofTryEntity,
  PassPolicyEntity,
} from './modules/cards/index.js';
import { LedgerAccountEntity, PostingEntity } from './modules/ledger/index.js';
import {
  MemberCategoryCodeEntity,
  MemberCategoryEntity,
  MemberEntity,
  MemberImportEntity,
  MemberImportErrorEntity,
} from './modules/members/index.js';
import {
  EnrolmentCodeEntity,
  MerchantCategoryEntity,
  MerchantEntity,
  StoreEntity,
  TerminalEntity,
  TerminalKeyEntity,
} from './modules/merchants/index.js';
import { EnterpriseEntity, ParkEntity, UnionOrgEntity } from './modules/organizations/index.js';
import {
  CodeBindingEntity,
  CodeUseEntity,
  IdempotencyKeyEntity,
  RedemptionEntity,
  RedemptionUseEntity,
  ReversalEntity,
  TillAuthorizationEntity,
  TillQuoteEntity,
} from './modules/redemption/index.js';
import {
  LoginEntity,
  LoginRoleEntity,
  OtpChallengeEntity,
  RefreshTokenEntity,
  SessionEntity,
  SignInDelayEntity,
} from './modules/identity/index.js';
import { CampaignDayEntity } from './modules/reporting/index.js';

/** Every table as TypeORM knows it; the drift test holds this list against the schema. */
export const entities = [
  BenefitEpochEntity,
  AuditEntryEntity,
  UnionOrgEntity,
  ParkEntity,
  EnterpriseEntity,
  LoginEntity,
  LoginRoleEntity,
  SessionEntity,
  RefreshTokenEntity,
  OtpChallengeEntity,
  SignInDelayEntity,
  MemberEntity,
  MemberCategoryEntity,
  MemberCategoryCodeEntity,
  MemberImportEntity,
  MemberImportErrorEntity,
  MerchantEntity,
  MerchantCategoryEntity,
  StoreEntity,
  TerminalEntity,
  TerminalKeyEntity,
  EnrolmentCodeEntity,
  CardEntity,
  CardEventEntity,
  CardDeviceEntity,
  CardProofTryEntity,
  CardIssueBatchEntity,
  PassPolicyEntity,
  LedgerAccountEntity,
  PostingEntity,
  BudgetLineEntity,
  CampaignEntity,
  CampaignVersionEntity,
  CampaignRuntimeEntity,
  LimitCounterEntity,
  HolidayEntity,
  RedemptionEntity,
  RedemptionUseEntity,
  ReversalEntity,
  TillAuthorizationEntity,
  TillQuoteEntity,
  IdempotencyKeyEntity,
  CodeUseEntity,
  CodeBindingEntity,
  CampaignDayEntity,
];
