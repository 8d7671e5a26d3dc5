import type { CampaignSnapshot, CounterState, Held } from '../../benefits/index.js';
import type { MemberAttributes } from '../../members/index.js';
import type { TerminalCaller } from '../../../shared/caller.js';
import type { KnownKey } from '../keys.repository.js';
import type { RedemptionRequest } from '../redemption.schemas.js';
import type { PresentedCode } from '../till-facts.service.js';

/** One attempt of a till, verified and waiting to be decided. Its ids are made before, so that deciding stays pure. */
export interface TillCommand {
  /** Becomes the id of the redemption or authorization, or of the refused attempt. */
  readonly id: string;
  readonly eventId: string;
  readonly terminal: TerminalCaller;
  readonly key: string;
  readonly bodyHash: Buffer;
  readonly request: RedemptionRequest;
  readonly presented: PresentedCode;
  /** Absent: redeem at once. Else hold for so many minutes. */
  readonly holdMinutes?: number;
}

/** A card and the person it belongs to, as they are at the load. */
export interface Holder {
  readonly cardId: string;
  readonly state: string;
  readonly issuedAtMs: number | null;
  readonly deviceSlot: number | null;
  /** The issue of the plastic in use; null when there is none. */
  readonly plasticIssueNo: number | null;
  readonly policyEpoch: number;
  readonly member: MemberAttributes;
}

/** The row of a campaign that moves; mutable, since a batch decides one after the other. */
export interface MovingRuntime {
  readonly version: number;
  readonly state: string;
  readonly totalFen: number;
  spentFen: number;
  heldFen: number;
  readonly leasedFen: number;
}

/** Everything a batch of decisions looks at, read in one statement. `n` is a request's place in the batch. */
export interface BatchFacts {
  readonly snapshot: CampaignSnapshot;
  readonly known: ReadonlyMap<number, KnownKey & { readonly bodyHash: Buffer | null }>;
  readonly holders: ReadonlyMap<number, Holder>;
  readonly used: ReadonlySet<number>;
  readonly bound: ReadonlyMap<
    number,
    { readonly terminalId: string; readonly untilMs: number; readonly quoteId: string | null }
  >;
  readonly storeNames: ReadonlyMap<string, string>;
  /** What each request's person holds, by campaign. */
  readonly holdings: ReadonlyMap<number, ReadonlyMap<string, Held>>;
  readonly counters: Map<string, CounterState>;
  readonly runtimes: ReadonlyMap<string, MovingRuntime>;
}
