// People: who is a member, of which union, in which named groups, and how a roster file becomes members.
// ID number and phone live here sealed; other modules get ids, attributes for a decision, and masked names.
// Everybody who joins, singly or in bulk, comes in through MemberLoader.
export { CaseClock } from './cases/case-clock.service.js';
export { CaseEvidence } from './cases/case-evidence.service.js';
export { CasesService } from './cases/cases.service.js';
export { CategoryCaseEntity, CategoryObjectionEntity } from './cases/category-case.entity.js';
export { ObjectionsService } from './cases/objections.service.js';
export { WorkerCases } from './cases/worker-cases.service.js';
export {
  MemberCategoryCodeEntity,
  MemberCategoryEntity,
  MemberCategoryFactEntity,
} from './categories/member-category.entity.js';
export { CategoryReminderEntity } from './categories/reminders/category-reminder.entity.js';
export { CategoryReminders } from './categories/reminders/category-reminders.service.js';
export { CategoriesService, type NewGrant } from './categories/categories.service.js';
export { CategoryMeaningEntity, CategoryMeaningProposalEntity } from './meanings/category-meaning.entity.js';
export { MeaningsService } from './meanings/meanings.service.js';
export { MemberListEntity, MemberListEntryEntity } from './lists/member-list.entity.js';
export { ListsService } from './lists/lists.service.js';
export { memberErrors } from './members.errors.js';
export { memberPhoneChanged, memberRetained, memberTransferred, memberWithdrawn } from './members.events.js';
export { ConsentTextEntity, MemberConsentEntity } from './privacy/consents/consent.entity.js';
export { ConsentsService } from './privacy/consents/consents.service.js';
export { MemberErasureEntity } from './privacy/erasures/member-erasure.entity.js';
export { ErasuresService } from './privacy/erasures/erasures.service.js';
export { privacyErrors } from './privacy/privacy.errors.js';
export { memberConsentWithdrawn, memberErased } from './privacy/privacy.events.js';
export { MembersModule } from './members.module.js';
export { MembersProcessor } from './members.processor.js';
export { ApplicationsService } from './membership/applications/applications.service.js';
export { MembershipApplicationEntity } from './membership/applications/application.entity.js';
export { PhonesService } from './membership/phones/phones.service.js';
export { WorkerMembership } from './membership/worker/worker-membership.service.js';
export { MemberEventEntity } from './membership/history/member-event.entity.js';
export { MemberTransferEntity } from './membership/transfers/member-transfer.entity.js';
export {
  type TransferAsked,
  type TransferOrder,
  TransferRequests,
} from './membership/transfers/transfer-requests.service.js';
export { MemberWithdrawalEntity } from './membership/withdrawals/member-withdrawal.entity.js';
export { WithdrawalsService } from './membership/withdrawals/withdrawals.service.js';
export { WaitingNotices } from './membership/reminders/waiting-notices.service.js';
export { StandingService } from './membership/standing/standing.service.js';
export { type Transfer, TransfersService } from './membership/transfers/transfers.service.js';
export { MemberEntity } from './people/member.entity.js';
export type { GrantedCategory, MemberAttributes } from './people/member-attributes.queries.js';
export { MemberLoader, type LoadOutcome, type NewMember } from './people/member-loader.service.js';
export { MembersService } from './people/members.service.js';
export { reachingOrgIds } from './people/reach.rules.js';
