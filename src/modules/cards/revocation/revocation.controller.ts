import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { TerminalMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import { type RevocationsView, revocationsQuerySchema, revocationsSchema } from './revocation.schemas.js';
import { RevocationService } from './revocation.service.js';

@ApiTags('tills')
@Controller({ path: 'pos/v1/revocations' })
export class RevocationController {
  constructor(private readonly lists: RevocationService) {}

  /** Cards and plastic that no longer count, for a till that must judge codes without a network. */
  @Get()
  @TerminalMay(null)
  @Answers(200, revocationsSchema, 'The newest lists; 304 when If-None-Match names what the till has')
  async list(
    @Query({ schema: revocationsQuerySchema }) { have }: { have?: number },
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RevocationsView | undefined> {
    const { etag, view } = await this.lists.serve(have);
    void reply.header('ETag', etag).header('Cache-Control', 'no-cache');
    if (known !== etag) return view;
    void reply.status(304);
    return undefined;
  }
}
