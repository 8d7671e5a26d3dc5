import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { RetentionService } from '../audit/index.js';
import { WorkerLogins } from './logins/worker-logins.service.js';
import { OtpService } from './otp/otp.service.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignInDelays } from './sessions/sign-in-delays.service.js';

const HOUR_MS = 3_600_000;

/** Clock work: forgets codes, delays and sessions nothing looks back to. */
@Injectable()
export class IdentityProcessor extends EventProcessor implements OnModuleInit {
  readonly handlers = [];
  override readonly schedules = [
    { name: 'otp-cleanup', when: { everyMs: HOUR_MS }, run: () => this.clear('OTP_CHALLENGE') },
    { name: 'delay-cleanup', when: { everyMs: HOUR_MS }, run: () => this.delays.clean() },
    { name: 'session-cleanup', when: { everyMs: HOUR_MS }, run: () => this.clear('SESSION') },
  ];

  constructor(
    runner: PackRunner,
    private readonly otp: OtpService,
    private readonly delays: SignInDelays,
    private readonly sessions: SessionsService,
    private readonly workers: WorkerLogins,
    private readonly retention: RetentionService,
  ) {
    super(runner, 'identity');
  }

  onModuleInit(): void {
    this.retention.keep('OTP_CHALLENGE', (tx, before) => this.otp.clear(tx, before));
    this.retention.keep('SESSION', (tx, before) => this.sessions.clear(tx, before));
    this.retention.keep('APPLICANT_LOGIN', (tx, before, limit) => this.workers.clear(tx, before, limit));
  }

  private async clear(code: string): Promise<void> {
    await this.retention.clear(code);
  }
}
