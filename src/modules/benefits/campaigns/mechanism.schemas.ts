import { z } from 'zod';
import { fenSchema, positiveFenSchema } from '../../../shared/money.js';

const COUNT_MAX = 1_000;
const CLAIMS_MAX = 100_000_000;
const TIERS_MAX = 20;

const unknownFields: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'unrecognized_keys'
    ? `Unknown field ${issue.keys.map((key) => `"${key}"`).join(', ')}: remove it or correct its name`
    : undefined;

/** An object of exactly these fields, whose refusal names the field that is too many. */
export const only = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, { error: unknownFields });

export const bps = z
  .int('Give whole basis points, for example 500 for 5 %')
  .max(10_000, 'At most 10000 basis points (100 %)');
export const instant = z.iso.datetime({ offset: true, error: 'Write an instant such as 2017-01-01T00:00:00+08:00' });

const count = z.int('Give a whole number').min(1, 'Give at least 1').max(COUNT_MAX, `At most ${COUNT_MAX}`);
/** The name of goods as a till rings them up. */
const item = z.string().min(1, 'Name the item as the till rings it up').max(64, 'At most 64 characters');
const category = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,39}(?::[A-Z][A-Z0-9_]{0,39})?$/, 'Use a category such as HARDSHIP or HARDSHIP:DEEP');

const percentOffSchema = only({
  type: z.literal('PERCENT_OFF'),
  bps: bps.min(1, 'Give at least 1 basis point'),
  capFen: positiveFenSchema.optional(),
  thresholdFen: fenSchema.optional(),
}).meta({ id: 'PercentOff' });

const amountOffSchema = only({
  type: z.literal('AMOUNT_OFF'),
  thresholdFen: fenSchema,
  offFen: positiveFenSchema,
  repeat: z.boolean().optional(),
  capFen: positiveFenSchema.optional(),
})
  .refine((it) => it.repeat !== true || it.thresholdFen > 0, {
    path: ['thresholdFen'],
    error: 'A repeated amount off needs a threshold of at least 1 fen',
  })
  .meta({ id: 'AmountOff' });

const fixedPriceSchema = only({
  type: z.literal('FIXED_PRICE'),
  item,
  priceFen: fenSchema,
  thresholdFen: fenSchema.optional(),
}).meta({ id: 'FixedPrice' });

const voucherSchema = only({ thresholdFen: fenSchema, offFen: positiveFenSchema }).meta({ id: 'VoucherTerms' });
const vouchers = { voucher: voucherSchema, count, perRedemption: count.default(1) };

const voucherPackSchema = only({
  type: z.literal('VOUCHER_PACK'),
  ...vouchers,
  claims: z.int('Give a whole number').min(1, 'Give at least 1').max(CLAIMS_MAX, `At most ${CLAIMS_MAX}`),
  claim: only({ from: instant, to: instant }).refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    path: ['to'],
    error: '"to" must be after "from"',
  }),
}).meta({ id: 'VoucherPack' });

const grantedVoucherSchema = only({ type: z.literal('GRANTED_VOUCHER'), ...vouchers }).meta({ id: 'GrantedVoucher' });

const grantSchema = only({
  type: z.literal('GRANT'),
  tiers: z
    .array(only({ category: category.optional(), amountFen: positiveFenSchema }))
    .min(1, 'Give at least one tier')
    .max(TIERS_MAX, `At most ${TIERS_MAX} tiers`)
    .refine((tiers) => tiers.slice(0, -1).every((tier) => tier.category !== undefined), {
      error: 'A tier without "category" is for everyone left, so it comes last and once',
    })
    .refine((tiers) => new Set(tiers.map((tier) => tier.category)).size === tiers.length, {
      error: 'Each category once: only the first tier that fits counts',
    }),
}).meta({ id: 'Grant' });

const serviceSchema = only({
  type: z.literal('SERVICE'),
  service: z.string().min(1, 'Name the service').max(64, 'At most 64 characters'),
  units: count,
}).meta({ id: 'ServiceEntitlement' });

/** Every mechanism a campaign may have; the next one is one more entry here and one in `mechanism.rules.ts`. */
export const MECHANISM_SCHEMAS = [
  percentOffSchema,
  amountOffSchema,
  fixedPriceSchema,
  voucherPackSchema,
  grantedVoucherSchema,
  grantSchema,
  serviceSchema,
] as const;

export const MECHANISM_TYPES = MECHANISM_SCHEMAS.map((schema) => schema.shape.type.value);
const KNOWN_TYPES = MECHANISM_TYPES.join(', ');

export const mechanismSchema = z.discriminatedUnion('type', MECHANISM_SCHEMAS, {
  error: (issue) => (issue.code === 'invalid_union' ? `Unknown mechanism type; use one of ${KNOWN_TYPES}` : undefined),
});

export type Mechanism = z.output<typeof mechanismSchema>;
export type MechanismType = Mechanism['type'];
