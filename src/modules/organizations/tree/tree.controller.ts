import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers, AnswersNothing } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import type { Page } from '../../../shared/page.js';
import { orgIdSchema, orgViewSchema, type OrgView } from '../organizations.schemas.js';
import {
  type NewOrgRequest,
  newOrgSchema,
  type OrgDissolving,
  orgDissolvingSchema,
  type OrgHistory,
  orgHistorySchema,
  type OrgMoveRequest,
  orgMoveSchema,
  type OrgOutlook,
  type OrgOutlookQuery,
  orgOutlookQuerySchema,
  orgOutlookSchema,
  type OrgRenaming,
  orgRenamingSchema,
  orgTreePageSchema,
  type OrgTreeQuery,
  orgTreeQuerySchema,
  type OrgTreeRow,
} from './tree.schemas.js';
import { TreeScreens } from './tree-screens.service.js';
import { TreeService } from './tree.service.js';

/** The union tree as officers see and change it, each within their own part. */
@ApiTags('organizations')
@Controller({ path: 'console/v1' })
export class TreeController {
  constructor(
    private readonly tree: TreeService,
    private readonly screens: TreeScreens,
  ) {}

  @Get('org-tree')
  @OfficerMay('organizations.read')
  @Answers(200, orgTreePageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: orgTreeQuerySchema }) query: OrgTreeQuery,
  ): Promise<Page<OrgTreeRow>> {
    return this.screens.list(caller, query);
  }

  @Post('orgs')
  @OfficerMay('organizations.write')
  @Answers(201, orgViewSchema)
  create(@From() caller: OfficerCaller, @Body({ schema: newOrgSchema }) request: NewOrgRequest): Promise<OrgView> {
    return this.tree.create(caller, request);
  }

  @Post('orgs/:id/rename')
  @OfficerMay('organizations.write')
  @Answers(200, orgViewSchema)
  rename(
    @From() caller: OfficerCaller,
    @Param('id', { schema: orgIdSchema }) id: string,
    @Body({ schema: orgRenamingSchema }) request: OrgRenaming,
  ): Promise<OrgView> {
    return this.tree.rename(caller, id, request);
  }

  @Get('orgs/:id/outlook')
  @OfficerMay('organizations.write')
  @Answers(200, orgOutlookSchema)
  outlook(
    @From() caller: OfficerCaller,
    @Param('id', { schema: orgIdSchema }) id: string,
    @Query({ schema: orgOutlookQuerySchema }) { parentId }: OrgOutlookQuery,
  ): Promise<OrgOutlook> {
    return this.screens.outlook(caller, id, parentId);
  }

  @Post('orgs/:id/move')
  @OfficerMay('organizations.write')
  @Answers(200, orgViewSchema, 'Everything below went along; what officers see changes with their next request')
  move(
    @From() caller: OfficerCaller,
    @Param('id', { schema: orgIdSchema }) id: string,
    @Body({ schema: orgMoveSchema }) request: OrgMoveRequest,
  ): Promise<OrgView> {
    return this.tree.move(caller, id, request);
  }

  @Post('orgs/:id/dissolve')
  @OfficerMay('organizations.write')
  @AnswersNothing()
  dissolve(
    @From() caller: OfficerCaller,
    @Param('id', { schema: orgIdSchema }) id: string,
    @Body({ schema: orgDissolvingSchema }) request: OrgDissolving,
  ): Promise<void> {
    return this.tree.dissolve(caller, id, request);
  }

  @Get('orgs/:id/history')
  @OfficerMay('organizations.read')
  @Answers(200, orgHistorySchema)
  history(@From() caller: OfficerCaller, @Param('id', { schema: orgIdSchema }) id: string): Promise<OrgHistory> {
    return this.screens.history(caller, id);
  }
}
