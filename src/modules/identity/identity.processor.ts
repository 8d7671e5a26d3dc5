import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { OtpService } from './otp/otp.service.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignInDelays } from './sessions/sign-in-delays.service.js';

const HOUR_MS = 3_600_000;

/** Clock work: forgets codes, delays and sessions nothing looks back to. */
@Injectable()
export class IdentityProcessor extends EventProcessor {
  readonly handlers = [];
  override readonly schedules = [
    { name: 'otp-cleanup', when: { everyMs: HOUR_MS }, run: () => this.otp.clean() },
    { name: 'delay-cleanup', when: { everyMs: HOUR_MS }, run: () => this.delays.clean() },
    { name: 'session-cleanup', when: { everyMs: HOUR_MS }, run: () => this.sessions.clean() },
  ];

  constructor(
    runner: PackRunner,
    private readonly otp: OtpService,
    private readonly delays: SignInDelays,
    private readonly sessions: SessionsService,
  ) {
    super(runner, 'identity');
  }
}
