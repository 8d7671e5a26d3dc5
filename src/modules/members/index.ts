// People: who is a member, of which union, in which named groups, and how a roster file becomes members.
// ID number and phone live here sealed; other modules get ids, attributes for a decision, and masked names.
// Everybody who joins, singly or in bulk, comes in through MemberLoader.
export { MemberCategoryCodeEntity, MemberCategoryEntity } from './categories/member-category.entity.js';
export { CategoriesService, type NewGrant } from './categories/categories.service.js';
export { MemberListEntity, MemberListEntryEntity } from './lists/member-list.entity.js';
export { ListsService } from './lists/lists.service.js';
export { memberErrors } from './members.errors.js';
export { memberTransferred } from './members.events.js';
export { MembersModule } from './members.module.js';
export { MembersProcessor } from './members.processor.js';
export { MemberEventEntity } from './membership/history/member-event.entity.js';
export { MemberTransferEntity } from './membership/transfers/member-transfer.entity.js';
export {
  type TransferAsked,
  type TransferOrder,
  TransferRequests,
} from './membership/transfers/transfer-requests.service.js';
export { type Transfer, TransfersService } from './membership/transfers/transfers.service.js';
export { MemberEntity } from './people/member.entity.js';
export type { GrantedCategory, MemberAttributes } from './people/member-attributes.queries.js';
export { MemberLoader, type LoadOutcome, type NewMember } from './people/member-loader.service.js';
export { MembersService } from './people/members.service.js';
