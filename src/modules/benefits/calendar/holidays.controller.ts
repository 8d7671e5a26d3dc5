import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { holidayQuerySchema, holidayYearSchema, type HolidayYear } from './holiday.schemas.js';
import { HolidaysService } from './holidays.service.js';

@ApiTags('holidays')
@Controller({ path: 'console/v1/holidays' })
export class HolidaysController {
  constructor(private readonly holidays: HolidaysService) {}

  @Get()
  @OfficerMay('campaigns.read')
  @Answers(200, holidayYearSchema)
  getYear(@Query({ schema: holidayQuerySchema }) query: z.infer<typeof holidayQuerySchema>): Promise<HolidayYear> {
    return this.holidays.getYear(query.year);
  }

  @Put()
  @OfficerMay('calendar.write')
  @Answers(200, holidayYearSchema)
  putYear(
    @From() caller: OfficerCaller,
    @Body({ schema: holidayYearSchema }) request: HolidayYear,
  ): Promise<HolidayYear> {
    return this.holidays.putYear(caller, request);
  }
}
