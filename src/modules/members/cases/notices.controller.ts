import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anyone, From, OfficerMay, WorkerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller, WorkerCaller } from '../../../shared/caller.js';
import { noticesSchema, type Notices } from './case.schemas.js';
import { NoticesService } from './notices.service.js';

@ApiTags('category notices')
@Controller()
export class NoticesController {
  constructor(private readonly notices: NoticesService) {}

  @Get('console/v1/categories/notices')
  @OfficerMay('members.read')
  @Answers(200, noticesSchema)
  board(@From() caller: OfficerCaller): Promise<Notices> {
    return this.notices.board(caller);
  }

  @Get('worker/v1/notices')
  @WorkerMay()
  @Answers(200, noticesSchema, 'What is posted in the own union')
  own(@From() caller: WorkerCaller): Promise<Notices> {
    return this.notices.readOwn(caller);
  }

  /** What public posting means: anybody may read it while it hangs, and no search engine keeps it afterwards. */
  @Get('worker/v1/public-notices')
  @Anyone()
  @Header('X-Robots-Tag', 'noindex, nofollow, noarchive')
  @Answers(200, noticesSchema, 'What is posted for everybody')
  everybody(@Req() request: FastifyRequest): Promise<Notices> {
    return this.notices.readPublic(request.ip);
  }
}
