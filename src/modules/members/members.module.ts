import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { IdentityModule } from '../identity/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { CategoriesController } from './categories/categories.controller.js';
import { CategoriesService } from './categories/categories.service.js';
import { ImportsController } from './imports/imports.controller.js';
import { ImportsService } from './imports/imports.service.js';
import { RosterRunner } from './imports/roster-runner.service.js';
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

@Module({
  imports: [AuditModule, IdentityModule, OrganizationsModule],
  // Fixed paths first: `members/imports` would otherwise be a member with the id "imports".
  controllers: [ImportsController, CategoriesController, ListsController, TransfersController, MembersController],
  providers: [
    MembersService,
    MemberLoader,
    MemberIndex,
    CategoriesService,
    ListsService,
    ImportsService,
    RosterRunner,
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
