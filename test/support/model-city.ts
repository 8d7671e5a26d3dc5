import type { Client } from 'pg';
import { CardsService } from '../../src/modules/cards/index.js';
import { type Attempt, type Outcome, RedemptionService } from '../../src/modules/redemption/index.js';
import { rawEd25519PublicKey } from '../../src/platform/crypto/ed25519.js';
import type { ManualClock } from '../../src/shared/clock.js';
import type { TestApp } from './app.js';
import type { Given } from './model.js';
import { Phone, type TestMember, type World } from './world.js';

/** An attempt that was made, to be repeated. */
export interface Done {
  readonly attempt: Attempt;
  readonly request: Parameters<RedemptionService['redeem']>[1];
  readonly isHold: boolean;
  readonly body: string;
  readonly given: Given | null;
}

/** The product under test with its clock and six members whose phones stay online. */
export class ModelCity {
  private readonly phones = new Map<number, Phone>();

  constructor(
    readonly product: TestApp,
    readonly world: World,
    readonly clock: ManualClock,
    readonly members: readonly TestMember[],
    /** A connection of the test's own, to look at rows. */
    readonly eyes: Client,
    /** How often each answer was given, and other things that must come about in a run. */
    readonly outcomes = new Map<string, number>(),
  ) {}

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.product.get(type);
  }

  /** A phone that was away for long gets a new pass. */
  async goOnline(): Promise<void> {
    for (const [at, { phone, cardNo }] of this.members.entries()) {
      const pass = await this.world.aPass(cardNo, phone.slot, rawEd25519PublicKey(phone.privateKey));
      this.phones.set(at, new Phone(cardNo, phone.slot, phone.privateKey, pass));
    }
  }

  show(at: number): string {
    return (this.phones.get(at) ?? this.memberAt(at).phone).show(this.clock.now());
  }

  /** Notes that something came about. */
  met(what: string): void {
    this.outcomes.set(what, (this.outcomes.get(what) ?? 0) + 1);
  }

  card(at: number, action: 'FREEZE' | 'UNFREEZE'): Promise<void> {
    return this.get(CardsService).act(this.world.maker, this.memberAt(at).cardId, action, 'model');
  }

  send(attempt: Attempt, request: Done['request'], isHold: boolean): Promise<Outcome> {
    const redemptions = this.get(RedemptionService);
    return isHold ? redemptions.authorize(attempt, request, 15) : redemptions.redeem(attempt, request);
  }

  private memberAt(at: number): TestMember {
    const found = this.members[at];
    if (!found) throw new Error('there is no such member');
    return found;
  }
}
