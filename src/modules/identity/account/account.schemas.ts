import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';

export const passwordChangeSchema = z
  .strictObject({ current: z.string().min(1).max(256), next: z.string().min(1).max(256) })
  .meta({ id: 'PasswordChange' });
export type PasswordChange = z.infer<typeof passwordChangeSchema>;

const ownSessionSchema = z
  .strictObject({ id: idSchema, createdAt: z.string(), expiresAt: z.string(), isThis: z.boolean() })
  .meta({ id: 'OwnSession' });
export const sessionListSchema = z.strictObject({ items: z.array(ownSessionSchema) }).meta({ id: 'OwnSessions' });
export type SessionList = z.infer<typeof sessionListSchema>;
