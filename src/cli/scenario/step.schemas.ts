import { z } from 'zod';
import { CARD_ACTIONS } from '../../modules/cards/cards.schemas.js';
import { itemsError, itemSchema, itemsWithinAmount } from '../../modules/redemption/redemption.schemas.js';
import { fenSchema, positiveFenSchema } from '../../shared/money.js';
import { isDuration } from '../../shared/duration.js';
import { code, day, instant, only, reference } from './world.schemas.js';

const ITEMS_MAX = 100;
const TIMES_MAX = 10_000;

const keySchema = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,64}$/, 'a key has 1 to 64 letters, digits, ".", "_", ":" or "-"');
const reason = code;

/** What a step that decides a basket came to, as a member sees it. */
const basketResult = <Outcomes extends readonly [string, ...string[]]>(outcomes: Outcomes) =>
  only({
    outcome: z.enum(outcomes).optional(),
    discountFen: fenSchema.optional(),
    payableFen: fenSchema.optional(),
    applied: z.array(reference).optional(),
    left: z.record(reference, reason).optional(),
    reason: reason.optional(),
    shares: only({ UNION: fenSchema.optional(), MERCHANT: fenSchema.optional() }).optional(),
    replayed: z.boolean().optional(),
  }).optional();

const basketShape = {
  member: reference,
  store: reference,
  /** Absent only for a service, which has no money. */
  amountFen: positiveFenSchema.optional(),
  items: z.array(itemSchema).max(ITEMS_MAX).optional(),
  benefit: reference.optional(),
  code: z.enum(['D', 'S']).default('D'),
};
const fits = (basket: { amountFen?: number | undefined; items?: { amountFen: number }[] | undefined }): boolean =>
  basket.amountFen === undefined || itemsWithinAmount({ amountFen: basket.amountFen, items: basket.items });

const quoteSchema = only({ ...basketShape, expect: basketResult(['OK', 'NONE']) }).refine(fits, itemsError);
const named = { as: reference.optional(), key: keySchema.optional() };
const redeemSchema = only({
  ...basketShape,
  ...named,
  expect: basketResult(['REDEEMED', 'DECLINED', 'REFUSED']),
}).refine(fits, itemsError);
const authorizeSchema = only({
  ...basketShape,
  ...named,
  expect: basketResult(['HELD', 'DECLINED', 'REFUSED']),
}).refine(fits, itemsError);
const captureSchema = only({
  of: reference,
  ...named,
  amountFen: positiveFenSchema,
  items: z.array(itemSchema).max(ITEMS_MAX).optional(),
  expect: basketResult(['CAPTURED', 'DECLINED', 'VOIDED', 'EXPIRED', 'REFUSED']),
}).refine(fits, itemsError);

const endedResult = <Outcomes extends readonly [string, ...string[]]>(outcomes: Outcomes) =>
  only({
    outcome: z.enum(outcomes).optional(),
    discountFen: fenSchema.optional(),
    reason: reason.optional(),
    replayed: z.boolean().optional(),
  }).optional();
const voidSchema = only({
  of: reference,
  key: keySchema.optional(),
  expect: endedResult(['VOIDED', 'CAPTURED', 'EXPIRED', 'REFUSED']),
});
const reverseSchema = only({
  of: reference,
  key: keySchema.optional(),
  type: z.enum(['CANCEL', 'PARTIAL']),
  amountFen: positiveFenSchema.optional(),
  items: z.array(itemSchema).min(1).max(ITEMS_MAX).optional(),
  expect: endedResult(['REVERSED', 'REFUSED']),
}).superRefine(({ type, amountFen, items }, context) => {
  const saysWhat = amountFen !== undefined || items !== undefined;
  if (type === 'PARTIAL' && !saysWhat)
    context.addIssue({
      code: 'custom',
      path: ['type'],
      message: 'PARTIAL says what comes back: "amountFen", "items" or both',
    });
  if (type === 'CANCEL' && saysWhat)
    context.addIssue({
      code: 'custom',
      path: ['type'],
      message: 'CANCEL takes everything back: remove "amountFen" and "items", or use PARTIAL',
    });
});

const claimSchema = only({
  member: reference,
  campaign: reference,
  expect: only({ outcome: z.enum(['CLAIMED', 'REFUSED']).optional(), reason: reason.optional() }).optional(),
});
const campaignSchema = only({ campaign: reference });
const budgetSchema = only({
  campaign: reference,
  totalFen: fenSchema,
  expect: only({ outcome: z.enum(['CHANGED', 'REFUSED']).optional(), reason: reason.optional() }).optional(),
});
const categorySchema = only({
  member: reference,
  code,
  level: code.optional(),
  until: day.optional(),
  remove: z.boolean().optional(),
}).superRefine(({ remove, level, until }, context) => {
  if (remove === true && (level !== undefined || until !== undefined))
    context.addIssue({ code: 'custom', path: ['remove'], message: 'what is removed has neither "level" nor "until"' });
});
const cardSchema = only({ member: reference, action: z.enum(CARD_ACTIONS) });
const transferSchema = only({ member: reference, org: reference, enterprise: reference.optional() });

const { member: _member, ...raceBasket } = basketShape;
const raceSchema = only({
  do: only({
    redeem: only({ ...raceBasket, member: reference.optional() })
      .refine(fits, itemsError)
      .optional(),
    claim: only({ member: reference.optional(), campaign: reference }).optional(),
  }).refine(
    ({ redeem, claim }) => (redeem === undefined) !== (claim === undefined),
    'race one action: "redeem" or "claim"',
  ),
  members: z.array(reference).min(1).max(TIMES_MAX).optional(),
  times: z.int().min(1).max(TIMES_MAX).optional(),
  expect: z.partialRecord(z.enum(['REDEEMED', 'DECLINED', 'CLAIMED', 'REFUSED']), z.int().min(0)).optional(),
}).superRefine(({ do: action, members, times }, context) => {
  if ((members === undefined) === (times === undefined))
    return context.addIssue({ code: 'custom', path: [], message: 'a race has "members", or one member and "times"' });
  const isNamed = (action.redeem ?? action.claim)?.member !== undefined;
  if (isNamed === (members !== undefined))
    context.addIssue({
      code: 'custom',
      path: ['do'],
      message: 'a race has "members" of its own, or "times" and a member in what it does',
    });
});
/** Every action by its name. */
export const ACTION_SCHEMAS = {
  quote: quoteSchema,
  redeem: redeemSchema,
  authorize: authorizeSchema,
  capture: captureSchema,
  void: voidSchema,
  reverse: reverseSchema,
  claim: claimSchema,
  pause: campaignSchema,
  resume: campaignSchema,
  end: campaignSchema,
  budget: budgetSchema,
  category: categorySchema,
  card: cardSchema,
  transfer: transferSchema,
  race: raceSchema,
} as const;
export type ActionName = keyof typeof ACTION_SCHEMAS;
export type Fields<Name extends ActionName> = z.output<(typeof ACTION_SCHEMAS)[Name]>;
export type Action = { [Name in ActionName]: { readonly name: Name; readonly fields: Fields<Name> } }[ActionName];

const isActionName = (name: string): name is ActionName => name in ACTION_SCHEMAS;

const optional = <Schemas extends Record<string, z.ZodType>>(schemas: Schemas) =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schema.optional()])) as {
    [Name in keyof Schemas]: z.ZodOptional<Schemas[Name]>;
  };

/** A step: a move of the clock, one action, or both. */
export const stepSchema = only({
  at: instant.optional(),
  after: z.string().refine(isDuration, 'write a duration such as PT2H, P1D or P1M').optional(),
  ...optional(ACTION_SCHEMAS),
}).superRefine((step, context) => {
  const names = Object.keys(step).filter(isActionName);
  const [, second] = names;
  if (second !== undefined)
    context.addIssue({
      code: 'custom',
      path: [second],
      message: `a step does one thing, this one ${names.join(' and ')}`,
    });
  if (step.at !== undefined && step.after !== undefined)
    context.addIssue({
      code: 'custom',
      path: ['after'],
      message: 'a step moves the clock by "at" or by "after", not by both',
    });
  if (Object.keys(step).length === 0) context.addIssue({ code: 'custom', path: [], message: 'an empty step' });
});
export type StepInput = z.output<typeof stepSchema>;

/** The one action of a step; null for a mere move of the clock. */
export function actionOf(step: StepInput): Action | null {
  const name = Object.keys(step).find(isActionName);
  return name === undefined ? null : ({ name, fields: step[name] } as Action);
}
