import { z } from 'zod';
import {
  authorizationAnswerSchema,
  captureAnswerSchema,
  voidAnswerSchema,
} from './authorizations/authorization.schemas.js';
import { redemptionAnswerSchema, reversalAnswerSchema } from './redemption.schemas.js';

/** Whatever a key of a till was answered when something was done. */
export const storedAnswerSchema = z
  .union([
    redemptionAnswerSchema,
    reversalAnswerSchema,
    authorizationAnswerSchema,
    captureAnswerSchema,
    voidAnswerSchema,
  ])
  .meta({ id: 'StoredAnswer' });
