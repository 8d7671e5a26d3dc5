import { Body, Controller, Get, Headers, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { From, OfficerMay, TerminalMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import {
  type CodeKeysView,
  codeKeysSchema,
  type DecideRevocation,
  decideRevocationSchema,
  type KeyDeskView,
  keyDeskSchema,
  kidSchema,
  type ProposeRevocation,
  proposeRevocationSchema,
} from './key.schemas.js';
import { KeysDesk } from './keys-desk.service.js';
import { KeysService } from './keys.service.js';

@ApiTags('keys')
@Controller({ path: 'console/v1/card-keys' })
export class KeysController {
  constructor(private readonly desk: KeysDesk) {}

  @Get()
  @OfficerMay('keys.read')
  @Answers(200, keyDeskSchema, 'Keys of codes, what is proposed about them, and the list the root signed last')
  view(@From() caller: OfficerCaller): Promise<KeyDeskView> {
    return this.desk.view(caller);
  }

  /** Proposes to withdraw a key; a second person decides. */
  @Post(':kid/revocations')
  @OfficerMay('keys.write')
  @Answers(201, keyDeskSchema, 'Proposed')
  propose(
    @From() caller: OfficerCaller,
    @Param('kid', { schema: kidSchema }) kid: number,
    @Body({ schema: proposeRevocationSchema }) request: ProposeRevocation,
  ): Promise<KeyDeskView> {
    return this.desk.propose(caller, kid, request);
  }

  @Post('revocations/:id/decision')
  @OfficerMay('keys.approve')
  @Answers(200, keyDeskSchema, 'Decided')
  decide(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: decideRevocationSchema }) request: DecideRevocation,
  ): Promise<KeyDeskView> {
    return this.desk.decide(caller, id, request);
  }
}

@ApiTags('tills')
@Controller({ path: 'pos/v1/keys' })
export class TillKeysController {
  constructor(private readonly keys: KeysService) {}

  /** Keys of codes for a till that must judge them without a network. */
  @Get()
  @TerminalMay(null)
  @Answers(200, codeKeysSchema, 'Keys of codes; 304 when If-None-Match names what the till has')
  async list(
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CodeKeysView | undefined> {
    const { etag, view } = await this.keys.listForTills();
    void reply.header('ETag', etag).header('Cache-Control', 'no-cache');
    if (known !== etag) return view;
    void reply.status(304);
    return undefined;
  }
}
