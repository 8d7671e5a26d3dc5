import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../../shared/errors.js';
import { memberErrors } from '../members.errors.js';
import { FILE_BYTES_MAX } from './evidence-file.rules.js';

/** How a file is described in the OpenAPI document. */
export const EVIDENCE_BODY = {
  schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
};

/**
 * One file in the field "file" and nothing besides. Reading stops one byte past the limit, whatever else is allowed for rosters: what is
 * sent beyond it is never held.
 * @throws Refusal EVIDENCE_FILE_MISSING, EVIDENCE_FILE_TOO_LARGE
 */
export async function receiveEvidence(request: FastifyRequest): Promise<{ fileName: string; content: Buffer }> {
  if (!request.isMultipart()) throw new Refusal(memberErrors.EVIDENCE_FILE_MISSING, { field: 'file' });
  let file: { fileName: string; content: Buffer } | null = null;
  const parts = request.parts({ limits: { fileSize: FILE_BYTES_MAX + 1, files: 1, fields: 1 } });
  for await (const part of parts) {
    if (part.type !== 'file' || part.fieldname !== 'file') throw new Refusal(memberErrors.EVIDENCE_FILE_MISSING);
    file = { fileName: part.filename, content: await part.toBuffer().catch(translateSize) };
  }
  if (file === null) throw new Refusal(memberErrors.EVIDENCE_FILE_MISSING, { field: 'file' });
  return file;
}

function translateSize(error: unknown): never {
  const isLarge = (error as { code?: unknown } | null)?.code === 'FST_REQ_FILE_TOO_LARGE';
  throw isLarge ? new Refusal(memberErrors.EVIDENCE_FILE_TOO_LARGE, { field: 'file' }) : error;
}
