import { z } from 'zod';
import { pageQuerySchema, pageSchema } from '../../shared/page.js';
import { lineSchema, placeIdSchema, terminalViewSchema } from './terminals/terminals.schemas.js';

const nameSchema = lineSchema(100);
const categorySchema = z.string().regex(/^[A-Z][A-Z_]{1,39}$/, 'must be a merchant category such as SUPERMARKET');
const openingHoursSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/, 'must look like 09:00-21:00');

const IDS_MAX = 100;
/** Ids separated by commas. */
const idsSchema = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(placeIdSchema).max(IDS_MAX));

export const merchantsQuerySchema = pageQuerySchema.extend({
  q: lineSchema(50).optional(),
  ids: idsSchema.optional(),
  cursor: placeIdSchema.optional(),
});
export type MerchantsQuery = z.infer<typeof merchantsQuerySchema>;

export const newMerchantSchema = z
  .strictObject({ id: placeIdSchema.optional(), name: nameSchema, category: categorySchema })
  .meta({ id: 'NewMerchant' });
export type NewMerchant = z.infer<typeof newMerchantSchema>;

export const merchantActionSchema = z
  .strictObject({ action: z.enum(['SUSPEND', 'RESUME']), reason: lineSchema(200) })
  .meta({ id: 'MerchantAction' });
export type MerchantAction = z.infer<typeof merchantActionSchema>;

export const newStoreSchema = z
  .strictObject({
    id: placeIdSchema.optional(),
    name: nameSchema,
    address: lineSchema(200),
    parkCode: z
      .string()
      .regex(/^[A-Z0-9]{1,8}$/)
      .nullish(),
    openingHours: openingHoursSchema.default('09:00-21:00'),
  })
  .meta({ id: 'NewStore' });
export type NewStore = z.infer<typeof newStoreSchema>;

export const merchantViewSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    category: z.string(),
    categoryName: z.string(),
    state: z.enum(['ACTIVE', 'SUSPENDED']),
    storeCount: z.int(),
  })
  .meta({ id: 'Merchant' });
export type MerchantView = z.infer<typeof merchantViewSchema>;

export const merchantPageSchema = pageSchema(merchantViewSchema).meta({ id: 'MerchantPage' });

export const storeViewSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    address: z.string(),
    parkCode: z.string().nullable(),
    openingHours: z.string(),
    state: z.enum(['OPEN', 'CLOSED']),
    terminals: z.array(terminalViewSchema),
  })
  .meta({ id: 'Store' });
export type StoreView = z.infer<typeof storeViewSchema>;

export const merchantDetailSchema = merchantViewSchema
  .extend({ stores: z.array(storeViewSchema) })
  .meta({ id: 'MerchantDetail' });
export type MerchantDetail = z.infer<typeof merchantDetailSchema>;

export const storesQuerySchema = z.strictObject({
  /** A part of the name of the store or its merchant, or the beginning of its id. */
  q: lineSchema(50).optional(),
  ids: idsSchema.optional(),
});
export type StoresQuery = z.infer<typeof storesQuerySchema>;

export const storeNamesSchema = z
  .strictObject({
    items: z.array(z.strictObject({ id: z.string(), name: z.string(), merchantName: z.string() })),
  })
  .meta({ id: 'StoreNames' });
export type StoreNames = z.infer<typeof storeNamesSchema>;

export const merchantCategoriesSchema = z
  .strictObject({ items: z.array(z.strictObject({ code: z.string(), name: z.string() })) })
  .meta({ id: 'MerchantCategories' });

const placeSchema = z.strictObject({ id: z.string(), name: z.string() });

/** Who is signed in at the merchant page, and where. */
export const merchantMeSchema = z
  .strictObject({
    merchant: z.strictObject({ id: z.string(), name: z.string(), category: z.string() }),
    store: placeSchema.extend({ address: z.string() }).nullable(),
    stores: z.array(placeSchema),
    role: z.enum(['OWNER', 'CASHIER']),
  })
  .meta({ id: 'MerchantMe' });
export type MerchantMe = z.infer<typeof merchantMeSchema>;
