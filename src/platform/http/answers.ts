import { applyDecorators, HttpCode, SerializeOptions } from '@nestjs/common';
import { ApiConsumes, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** The answer of a route: its status, its schema (anything else is stripped or a 500), and its place in the OpenAPI document. */
export function Answers(status: 200 | 201 | 202, schema: z.ZodType, description = 'Done') {
  return applyDecorators(
    HttpCode(status),
    SerializeOptions({ schema }),
    ApiResponse({ status, standardSchema: schema, description }),
  );
}

/** A route that answers with nothing. */
export function AnswersNothing(description = 'Done') {
  return applyDecorators(HttpCode(204), ApiResponse({ status: 204, description }));
}

/** A route that answers with a file. */
export function AnswersFile(mediaType: string, description: string) {
  return applyDecorators(
    HttpCode(200),
    ApiResponse({
      status: 200,
      description,
      content: { [mediaType]: { schema: { type: 'string', format: 'binary' } } },
    }),
  );
}

/** A route that takes a file as multipart/form-data. */
export const TakesFile = () => ApiConsumes('multipart/form-data');
