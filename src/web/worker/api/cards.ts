import { z } from 'zod';
import { session } from '../session.js';

export const myCardSchema = z.object({
  member: z.object({ name: z.string(), orgName: z.string(), memberNo: z.string() }),
  card: z
    .object({
      cardNo: z.string(),
      cardNoGrouped: z.string(),
      state: z.string(),
      issuedAt: z.string().nullable(),
      device: z.object({ slot: z.number(), boundAt: z.string() }).nullable(),
    })
    .nullable(),
});
export type MyCard = z.infer<typeof myCardSchema>;

export const passAnswerSchema = z.object({
  cardNo: z.string(),
  slot: z.number(),
  pass: z.string(),
  passExpiresAt: z.string(),
  stepSeconds: z.number(),
  codePrefix: z.string(),
  serverTime: z.string(),
});
export type PassAnswer = z.infer<typeof passAnswerSchema>;

export function getMyCard(signal?: AbortSignal): Promise<MyCard> {
  return session.request('GET', '/worker/v1/card', { schema: myCardSchema, signal });
}

/** Binds this phone's key to the card; the first binding activates the card. */
export function bindDevice(body: { publicKey: string; proof: string; hardware: boolean }): Promise<PassAnswer> {
  return session.request('POST', '/worker/v1/card/device', { body, schema: passAnswerSchema });
}

export function renewPass(publicKey: string): Promise<PassAnswer> {
  return session.request('POST', '/worker/v1/card/pass', { body: { publicKey }, schema: passAnswerSchema });
}

/** Reports the card lost; every till refuses it from now on. */
export function reportLoss(): Promise<void> {
  return session.request('POST', '/worker/v1/card/loss', { body: {} });
}
