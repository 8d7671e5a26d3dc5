import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../platform/http/access.js';
import { Answers } from '../../platform/http/answers.js';
import type { OfficerCaller } from '../../shared/caller.js';
import type { Page } from '../../shared/page.js';
import {
  type MerchantAction,
  merchantActionSchema,
  merchantCategoriesSchema,
  type MerchantDetail,
  merchantDetailSchema,
  merchantPageSchema,
  type MerchantsQuery,
  merchantsQuerySchema,
  type MerchantView,
  merchantViewSchema,
  type NewMerchant,
  newMerchantSchema,
  type NewStore,
  newStoreSchema,
  type StoreNames,
  storeNamesSchema,
  type StoresQuery,
  storesQuerySchema,
} from './merchants.schemas.js';
import { MerchantsService } from './merchants.service.js';
import { placeIdSchema } from './terminals/terminals.schemas.js';

/** Merchants and stores as the federation keeps them. */
@ApiTags('merchants')
@Controller({ path: 'console/v1' })
export class MerchantsController {
  constructor(private readonly merchants: MerchantsService) {}

  @Get('merchants')
  @OfficerMay('merchants.read')
  @Answers(200, merchantPageSchema)
  list(@Query({ schema: merchantsQuerySchema }) query: MerchantsQuery): Promise<Page<MerchantView>> {
    return this.merchants.list(query);
  }

  @Get('stores')
  @OfficerMay('merchants.read')
  @Answers(200, storeNamesSchema)
  listStores(@Query({ schema: storesQuerySchema }) query: StoresQuery): Promise<StoreNames> {
    return this.merchants.listNames(query);
  }

  @Get('merchant-categories')
  @OfficerMay('merchants.read')
  @Answers(200, merchantCategoriesSchema)
  categories(): Promise<{ items: { code: string; name: string }[] }> {
    return this.merchants.categories();
  }

  @Post('merchants')
  @OfficerMay('merchants.write')
  @Answers(201, merchantViewSchema)
  add(@From() caller: OfficerCaller, @Body({ schema: newMerchantSchema }) body: NewMerchant): Promise<MerchantView> {
    return this.merchants.add(caller, body);
  }

  @Get('merchants/:id')
  @OfficerMay('merchants.read')
  @Answers(200, merchantDetailSchema)
  get(@Param('id', { schema: placeIdSchema }) id: string): Promise<MerchantDetail> {
    return this.merchants.get(id);
  }

  @Post('merchants/:id/actions')
  @OfficerMay('merchants.write')
  @Answers(200, merchantDetailSchema)
  change(
    @From() caller: OfficerCaller,
    @Param('id', { schema: placeIdSchema }) id: string,
    @Body({ schema: merchantActionSchema }) body: MerchantAction,
  ): Promise<MerchantDetail> {
    return this.merchants.change(caller, id, body);
  }

  @Post('merchants/:id/stores')
  @OfficerMay('merchants.write')
  @Answers(201, merchantDetailSchema)
  addStore(
    @From() caller: OfficerCaller,
    @Param('id', { schema: placeIdSchema }) id: string,
    @Body({ schema: newStoreSchema }) body: NewStore,
  ): Promise<MerchantDetail> {
    return this.merchants.addStore(caller, id, body);
  }
}
