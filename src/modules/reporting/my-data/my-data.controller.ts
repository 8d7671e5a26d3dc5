import { Controller, Get, Header, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, WorkerMay } from '../../../platform/http/access.js';
import { Answers, AnswersFile } from '../../../platform/http/answers.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import { dataExportsSchema, type DataExportView, type Look, looksSchema } from './my-data.schemas.js';
import { MyDataService } from './my-data.service.js';

/** A worker's own data. */
@ApiTags('privacy')
@Controller({ path: 'worker/v1/my-data' })
export class MyDataController {
  constructor(private readonly data: MyDataService) {}

  @Get('exports')
  @WorkerMay()
  @Answers(200, dataExportsSchema)
  list(@From() caller: WorkerCaller): Promise<{ items: DataExportView[] }> {
    return this.data.list(caller);
  }

  @Post('exports')
  @WorkerMay()
  @Answers(202, dataExportsSchema, 'Made in the background')
  ask(@From() caller: WorkerCaller): Promise<{ items: DataExportView[] }> {
    return this.data.ask(caller);
  }

  @Get('exports/:id/data.json')
  @WorkerMay()
  @AnswersFile('application/json', 'Everything, for a machine')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="my-data.json"')
  json(@From() caller: WorkerCaller, @Param('id', { schema: idSchema }) id: string): Promise<string> {
    return this.data.fetch(caller, id, 'json');
  }

  @Get('exports/:id/data.html')
  @WorkerMay()
  @AnswersFile('text/html', 'Everything, for people')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="my-data.html"')
  html(@From() caller: WorkerCaller, @Param('id', { schema: idSchema }) id: string): Promise<string> {
    return this.data.fetch(caller, id, 'html');
  }

  @Get('looks')
  @WorkerMay()
  @Answers(200, looksSchema, 'Who looked at my numbers, the newest first')
  looks(@From() caller: WorkerCaller): Promise<{ items: Look[] }> {
    return this.data.looks(caller);
  }
}
