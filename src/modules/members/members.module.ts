import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { IdentityModule } from '../identity/index.js';
import { importsControllers, ImportsModule } from '../imports/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { CaseClock } from './cases/case-clock.service.js';
import { CaseEffects } from './cases/case-effects.service.js';
import { CaseEvidenceController } from './cases/case-evidence.controller.js';
import { CaseEvidence } from './cases/case-evidence.service.js';
import { CasesController } from './cases/cases.controller.js';
import { CasesService } from './cases/cases.service.js';
import { DueService } from './cases/due.service.js';
import { NoticesController } from './cases/notices.controller.js';
import { NoticesService } from './cases/notices.service.js';
import { ObjectionsService } from './cases/objections.service.js';
import { WorkerCasesController } from './cases/worker-cases.controller.js';
import { WorkerCases } from './cases/worker-cases.service.js';
import { CategoriesController } from './categories/categories.controller.js';
import { CategoryReminders } from './categories/reminders/category-reminders.service.js';
import { CategoriesService } from './categories/categories.service.js';
import { EvidenceKeys } from './evidence/evidence-keys.service.js';
import { EvidenceStore } from './evidence/evidence-store.service.js';
import { RosterKind } from './imports/roster-kind.service.js';
import { RosterUndo } from './imports/roster-undo.service.js';
import { RosterWriter } from './imports/roster-writer.service.js';
import { ListsController } from './lists/lists.controller.js';
import { ListsService } from './lists/lists.service.js';
import { MembersProcessor } from './members.processor.js';
import { Admissions } from './membership/applications/admissions.service.js';
import { ApplicationDesk } from './membership/applications/application-desk.service.js';
import { ApplicationsController } from './membership/applications/applications.controller.js';
import { ApplicationsService } from './membership/applications/applications.service.js';
import { HistoryController } from './membership/history/history.controller.js';
import { HistoryService } from './membership/history/history.service.js';
import { PhonesController } from './membership/phones/phones.controller.js';
import { PhonesService } from './membership/phones/phones.service.js';
import { WaitingNotices } from './membership/reminders/waiting-notices.service.js';
import { StandingController } from './membership/standing/standing.controller.js';
import { StandingService } from './membership/standing/standing.service.js';
import { MemberIndex } from './people/member-index.service.js';
import { TransferDesk } from './membership/transfers/transfer-desk.service.js';
import { TransferRequests } from './membership/transfers/transfer-requests.service.js';
import { TransfersController } from './membership/transfers/transfers.controller.js';
import { TransfersService } from './membership/transfers/transfers.service.js';
import { MembersOfUnions } from './membership/unions/members-of-unions.service.js';
import { WithdrawalsController } from './membership/withdrawals/withdrawals.controller.js';
import { WithdrawalsService } from './membership/withdrawals/withdrawals.service.js';
import { WorkerMembershipController } from './membership/worker/worker-membership.controller.js';
import { WorkerMembership } from './membership/worker/worker-membership.service.js';
import { MemberLoader } from './people/member-loader.service.js';
import { MeaningsController } from './meanings/meanings.controller.js';
import { MeaningsService } from './meanings/meanings.service.js';
import { MembersController } from './people/members.controller.js';
import { ConsentsController } from './privacy/consents/consents.controller.js';
import { ConsentsService } from './privacy/consents/consents.service.js';
import { ErasuresController } from './privacy/erasures/erasures.controller.js';
import { ErasuresService } from './privacy/erasures/erasures.service.js';
import { RetainedMemberData } from './privacy/retained.service.js';
import { MembersService } from './people/members.service.js';

const RosterImports = importsControllers('members', 'console/v1/members/imports', 'members.import');

@Module({
  imports: [AuditModule, IdentityModule, ImportsModule, OrganizationsModule],
  // Fixed paths first: `members/imports` would otherwise be a member with the id "imports".
  controllers: [
    ...RosterImports,
    NoticesController,
    CasesController,
    CaseEvidenceController,
    WorkerCasesController,
    CategoriesController,
    MeaningsController,
    ListsController,
    TransfersController,
    StandingController,
    ApplicationsController,
    WithdrawalsController,
    HistoryController,
    PhonesController,
    WorkerMembershipController,
    ConsentsController,
    ErasuresController,
    MembersController,
  ],
  providers: [
    MembersService,
    MemberLoader,
    MemberIndex,
    ConsentsService,
    ErasuresService,
    MembersOfUnions,
    RetainedMemberData,
    CategoriesService,
    MeaningsService,
    CasesService,
    CaseEffects,
    CaseEvidence,
    CaseClock,
    ObjectionsService,
    NoticesService,
    DueService,
    WorkerCases,
    EvidenceStore,
    EvidenceKeys,
    ListsService,
    RosterKind,
    RosterWriter,
    RosterUndo,
    MembersProcessor,
    WaitingNotices,
    CategoryReminders,
    TransfersService,
    TransferRequests,
    TransferDesk,
    StandingService,
    WithdrawalsService,
    Admissions,
    ApplicationsService,
    ApplicationDesk,
    HistoryService,
    PhonesService,
    WorkerMembership,
  ],
  exports: [
    MembersService,
    ConsentsService,
    ErasuresService,
    MemberLoader,
    CategoriesService,
    ListsService,
    MembersProcessor,
    TransfersService,
    TransferRequests,
    StandingService,
    ApplicationsService,
    PhonesService,
    WorkerMembership,
  ],
})
export class MembersModule {}
