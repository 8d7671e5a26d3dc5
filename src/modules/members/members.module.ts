import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { IdentityModule } from '../identity/index.js';
import { importsController, ImportsModule } from '../imports/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { CategoriesController } from './categories/categories.controller.js';
import { CategoriesService } from './categories/categories.service.js';
import { RosterKind } from './imports/roster-kind.service.js';
import { RosterUndo } from './imports/roster-undo.service.js';
import { RosterWriter } from './imports/roster-writer.service.js';
import { ListsController } from './lists/lists.controller.js';
import { ListsService } from './lists/lists.service.js';
import { MembersProcessor } from './members.processor.js';
import { MemberIndex } from './people/member-index.service.js';
import { TransferDesk } from './membership/transfers/transfer-desk.service.js';
import { TransferRequests } from './membership/transfers/transfer-requests.service.js';
import { TransfersController } from './membership/transfers/transfers.controller.js';
import { TransfersService } from './membership/transfers/transfers.service.js';
import { MemberLoader } from './people/member-loader.service.js';
import { MembersController } from './people/members.controller.js';
import { MembersService } from './people/members.service.js';

const RosterImports = importsController('members', 'console/v1/members/imports', 'members.import');

@Module({
  imports: [AuditModule, IdentityModule, ImportsModule, OrganizationsModule],
  // Fixed paths first: `members/imports` would otherwise be a member with the id "imports".
  controllers: [RosterImports, CategoriesController, ListsController, TransfersController, MembersController],
  providers: [
    MembersService,
    MemberLoader,
    MemberIndex,
    CategoriesService,
    ListsService,
    RosterKind,
    RosterWriter,
    RosterUndo,
    MembersProcessor,
    TransfersService,
    TransferRequests,
    TransferDesk,
  ],
  exports: [
    MembersService,
    MemberLoader,
    CategoriesService,
    ListsService,
    MembersProcessor,
    TransfersService,
    TransferRequests,
  ],
})
export class MembersModule {}
