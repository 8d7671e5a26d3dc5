import { z } from 'zod';

export const CONSENT_KINDS = ['GENERAL', 'SENSITIVE'] as const;
export const consentKindSchema = z.enum(CONSENT_KINDS);
export type ConsentKind = (typeof CONSENT_KINDS)[number];

const wireTime = z.iso.datetime({ offset: true });
const title = (language: string) => z.string().trim().min(1, `must have a title in ${language}`).max(100);
const body = (language: string) => z.string().trim().min(1, `must have a text in ${language}`).max(10_000);

const words = {
  titleZh: title('Chinese'),
  titleEn: title('English'),
  bodyZh: body('Chinese'),
  bodyEn: body('English'),
};

export const consentTextSchema = z
  .strictObject({ kind: consentKindSchema, version: z.int(), ...words, publishedAt: wireTime })
  .meta({ id: 'ConsentText' });
export type ConsentTextView = z.infer<typeof consentTextSchema>;
export const consentTextsSchema = z.strictObject({ items: z.array(consentTextSchema) }).meta({ id: 'ConsentTexts' });

export const newConsentTextSchema = z
  .strictObject({ kind: consentKindSchema, ...words })
  .meta({ id: 'NewConsentText' });
export type NewConsentText = z.infer<typeof newConsentTextSchema>;

/** Where a member stands with one kind: the newest text, and what they last said. */
export const myConsentSchema = z
  .strictObject({
    kind: consentKindSchema,
    /** Given, and for the newest text. */
    given: z.boolean(),
    text: consentTextSchema,
    /** What was said before, newest first. */
    history: z.array(z.strictObject({ version: z.int(), given: z.boolean(), at: wireTime })),
  })
  .meta({ id: 'MyConsent' });
export type MyConsent = z.infer<typeof myConsentSchema>;
export const myConsentsSchema = z.strictObject({ items: z.array(myConsentSchema) }).meta({ id: 'MyConsents' });

export const consentAnswerSchema = z
  .strictObject({ kind: consentKindSchema, version: z.int().min(1), given: z.boolean() })
  .meta({ id: 'ConsentAnswer' });
export type ConsentAnswer = z.infer<typeof consentAnswerSchema>;
