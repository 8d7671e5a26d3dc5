import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import type { Page } from '../../../shared/page.js';
import { CategoriesService } from './categories.service.js';
import {
  asOfQuerySchema,
  categoryCodesSchema,
  holdersPageSchema,
  holdersQuerySchema,
  memberCategoriesSchema,
  type AsOfQuery,
  type CategoryCodeView,
  type HoldersQuery,
  type HolderView,
  type MemberCategoriesView,
} from './category.schemas.js';

@ApiTags('categories')
@Controller({ path: 'console/v1' })
export class CategoriesController {
  constructor(private readonly categories: CategoriesService) {}

  @Get('categories')
  @OfficerMay('members.read')
  @Answers(200, categoryCodesSchema)
  async listCodes(): Promise<{ items: CategoryCodeView[] }> {
    return { items: await this.categories.listCodes() };
  }

  @Get('categories/holders')
  @OfficerMay('members.read')
  @Answers(200, holdersPageSchema, 'Who held what on a day, as it was known at the end of a day')
  holders(
    @From() caller: OfficerCaller,
    @Query({ schema: holdersQuerySchema }) query: HoldersQuery,
  ): Promise<Page<HolderView>> {
    return this.categories.holders(caller, query);
  }

  @Get('members/:id/categories')
  @OfficerMay('members.read')
  @Answers(200, memberCategoriesSchema, 'What was known at the end of a day')
  ofMember(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: asOfQuerySchema }) query: AsOfQuery,
  ): Promise<MemberCategoriesView> {
    return this.categories.ofMember(caller, id, query);
  }
}
