import { Controller, Get, Header, type OnApplicationShutdown } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { z } from 'zod';
import { commonErrors, Refusal } from '../../shared/errors.js';
import { Database } from '../database/database.js';
import { Anyone } from './access.js';
import { Answers } from './answers.js';
import { metrics } from './metrics.js';

const okSchema = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });

/** For load balancers and monitoring. */
@Controller()
export class HealthController implements OnApplicationShutdown {
  private leaving = false;

  constructor(private readonly database: Database) {}

  /** The process lives. */
  @Get('health')
  @Anyone()
  @Answers(200, okSchema, 'The process lives')
  health(): z.infer<typeof okSchema> {
    return { status: 'ok' };
  }

  /** Requests may be sent here: the database answers and the process is not leaving. */
  @Get('ready')
  @Anyone()
  @Answers(200, okSchema, 'Requests may be sent here')
  async ready(): Promise<z.infer<typeof okSchema>> {
    if (this.leaving) throw new Refusal(commonErrors.UNAVAILABLE);
    await this.database.db.query('SELECT 1');
    return { status: 'ok' };
  }

  @Get('metrics')
  @Anyone()
  @ApiExcludeEndpoint()
  @Header('Content-Type', metrics.contentType)
  async figures(): Promise<string> {
    return metrics.metrics();
  }

  /** Called by the process before it closes its door. */
  leave(): void {
    this.leaving = true;
  }

  onApplicationShutdown(): void {
    this.leaving = true;
  }
}
