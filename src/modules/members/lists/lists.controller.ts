import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import type { Page } from '../../../shared/page.js';
import type { MemberPageQuery } from '../members.schemas.js';
import {
  type ListChange,
  listChangeSchema,
  listIdSchema,
  type ListMember,
  listMembersPageSchema,
  listMembersQuerySchema,
  type ListPeopleRequest,
  listPeopleRequestSchema,
  listsPageSchema,
  type ListsQuery,
  listsQuerySchema,
  type ListView,
  listViewSchema,
  type NewListRequest,
  newListRequestSchema,
} from './list.schemas.js';
import { ListsService } from './lists.service.js';

/** Lists are read like members and written by those who write the campaigns that ask about them. */
@ApiTags('member lists')
@Controller({ path: 'console/v1/lists' })
export class ListsController {
  constructor(private readonly lists: ListsService) {}

  @Get()
  @OfficerMay('members.read')
  @Answers(200, listsPageSchema)
  list(@From() caller: OfficerCaller, @Query({ schema: listsQuerySchema }) query: ListsQuery): Promise<Page<ListView>> {
    return this.lists.list(caller, query);
  }

  @Post()
  @OfficerMay('campaigns.write')
  @Answers(201, listViewSchema)
  create(
    @From() caller: OfficerCaller,
    @Body({ schema: newListRequestSchema }) request: NewListRequest,
  ): Promise<ListView> {
    return this.lists.create(caller, request);
  }

  @Get(':id')
  @OfficerMay('members.read')
  @Answers(200, listViewSchema)
  get(@From() caller: OfficerCaller, @Param('id', { schema: listIdSchema }) id: string): Promise<ListView> {
    return this.lists.get(caller, id);
  }

  @Get(':id/members')
  @OfficerMay('members.read')
  @Answers(200, listMembersPageSchema)
  members(
    @From() caller: OfficerCaller,
    @Param('id', { schema: listIdSchema }) id: string,
    @Query({ schema: listMembersQuerySchema }) query: MemberPageQuery,
  ): Promise<Page<ListMember>> {
    return this.lists.listMembers(caller, id, query);
  }

  @Post(':id/add')
  @OfficerMay('campaigns.write')
  @Answers(200, listChangeSchema)
  add(
    @From() caller: OfficerCaller,
    @Param('id', { schema: listIdSchema }) id: string,
    @Body({ schema: listPeopleRequestSchema }) request: ListPeopleRequest,
  ): Promise<ListChange> {
    return this.lists.add(caller, id, request);
  }

  @Post(':id/remove')
  @OfficerMay('campaigns.write')
  @Answers(200, listChangeSchema)
  remove(
    @From() caller: OfficerCaller,
    @Param('id', { schema: listIdSchema }) id: string,
    @Body({ schema: listPeopleRequestSchema }) request: ListPeopleRequest,
  ): Promise<ListChange> {
    return this.lists.remove(caller, id, request);
  }
}
