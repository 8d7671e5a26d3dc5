import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../../platform/crypto/keyring.js';
import { Database } from '../../../../platform/database/database.js';
import { logger } from '../../../../platform/logging/logger.js';
import { Clock } from '../../../../shared/clock.js';
import { shanghaiDate } from '../../../../shared/time.js';
import { SmsSender } from '../../../identity/index.js';
import { MemberNumbers } from '../../people/member-numbers.js';
import { isTextingHour, reminderText } from './reminder.rules.js';
import { claimReminder, type ClaimedReminder, markSent, planReminders } from './reminders.repository.js';

/** Longer than any provider takes; who has not said by then that a text went out is dead. */
const ABANDONED_AFTER_MS = 10 * 60_000;
const TRIES_MAX = 5;
const FAILURES_MAX = 3;
/** One turn sends for so long; the next one goes on. */
const TURN_MS = 5 * 60_000;

/**
 * Texts members 30 and 7 days before something they were granted ends; the page tells them too, and what it is. Each text is planned in
 * the database, taken by one process, sent outside any transaction and noted. Killed in between, it is taken again; only a death in the
 * moment between the provider's answer and the note can send one twice, which is better than one that never comes.
 */
@Injectable()
export class CategoryReminders {
  private readonly numbers: MemberNumbers;

  constructor(
    private readonly database: Database,
    keyring: Keyring,
    private readonly sms: SmsSender,
    private readonly clock: Clock,
  ) {
    this.numbers = new MemberNumbers(keyring.fields, keyring.index);
  }

  /** Sends what is due now, for a while; a provider that fails again and again is left alone until the next run. */
  async send(): Promise<void> {
    const began = this.clock.now().getTime();
    if (!this.sms.ready || !isTextingHour(began)) return;
    const todayOn = shanghaiDate(began);
    await this.database.transaction((tx) => planReminders(tx, todayOn));
    for (let failures = 0; failures < FAILURES_MAX;) {
      // Thousands of texts take hours: the evening comes meanwhile, and who takes a text says when.
      const now = this.clock.now();
      if (!isTextingHour(now.getTime()) || now.getTime() - began >= TURN_MS) return;
      const abandonedBefore = new Date(now.getTime() - ABANDONED_AFTER_MS);
      const next = await this.database.transaction((tx) =>
        claimReminder(tx, { todayOn, now, abandonedBefore, triesMax: TRIES_MAX }),
      );
      if (next === null) return;
      if (!(await this.sendOne(next))) failures += 1;
    }
  }

  private async sendOne(one: ClaimedReminder): Promise<boolean> {
    try {
      await this.sms.send(this.numbers.openPhone(one.memberId, one.phoneCipher), reminderText(one.untilOn));
    } catch (error) {
      logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'a reminder did not go out');
      return false;
    }
    await this.database.transaction((tx) => markSent(tx, one, this.clock.now()));
    return true;
  }
}
