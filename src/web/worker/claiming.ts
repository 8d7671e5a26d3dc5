import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { errorCode, ProblemError } from '../shared/problem.js';
import { serverNow } from '../shared/server-clock.js';
import { type ClaimAnswer, claimPack } from './api/benefits.js';

/** How often a full room is asked again by itself, and how long a tap a moment too early waits for the opening. */
const BUSY_TRIES_MAX = 8;
const EARLY_TRIES_MAX = 3;
const EARLY_MS = 5_000;
const EARLY_WAIT_MS = 700;
const SECOND_MS = 1_000;
const BUSY_WAIT_SECONDS = 2;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How long to wait before asking again, or null when the answer is final. */
function waitAfter(error: unknown, opensMs: number): { readonly ms: number; readonly busy: boolean } | null {
  if (!(error instanceof ProblemError)) return null;
  if (error.status === 503) {
    const seconds = error.problem.retryAfterSeconds ?? BUSY_WAIT_SECONDS;
    // Not all at the same instant again.
    return { ms: seconds * SECOND_MS + Math.random() * SECOND_MS, busy: true };
  }
  const isEarly = error.code === 'CAMPAIGN_NOT_RUNNING' && Math.abs(serverNow() - opensMs) < EARLY_MS;
  return isEarly ? { ms: EARLY_WAIT_MS, busy: false } : null;
}

/**
 * Claims, and asks again by itself while the room is full, saying so, or when this clock was a moment ahead of the server's.
 * A pack is one a member, so asking again is safe.
 */
async function claimPatiently(
  campaignId: string,
  opensMs: number,
  sayWaiting: (untilMs: number | null) => void,
): Promise<ClaimAnswer> {
  let [busy, early] = [0, 0];
  for (;;) {
    try {
      return await claimPack(campaignId);
    } catch (error) {
      const wait = waitAfter(error, opensMs);
      if (wait === null) throw error;
      if (wait.busy ? (busy += 1) >= BUSY_TRIES_MAX : (early += 1) >= EARLY_TRIES_MAX) throw error;
      if (wait.busy) sayWaiting(serverNow() + wait.ms);
      await sleep(wait.ms);
      if (wait.busy) sayWaiting(null);
    }
  }
}

export interface Claiming {
  readonly claim: () => void;
  readonly isPending: boolean;
  /** While the room is full: when it is asked again. */
  readonly waitsUntilMs: number | null;
  readonly answer: ClaimAnswer | null;
  /** Why not; `LIMIT_REACHED` says that it is held already. */
  readonly refusal: string | null;
}

/** One tap, and a yes or no; what was claimed is in the wallet a moment later. */
export function useClaiming(campaignId: string, opensMs: number): Claiming {
  const queries = useQueryClient();
  const [waitsUntilMs, setWaiting] = useState<number | null>(null);
  const claimed = useMutation({
    mutationFn: () => claimPatiently(campaignId, opensMs, setWaiting),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['wallet'] });
      void queries.invalidateQueries({ queryKey: ['benefits'] });
    },
  });
  return {
    claim: () => claimed.mutate(),
    isPending: claimed.isPending,
    waitsUntilMs,
    answer: claimed.data ?? null,
    refusal: claimed.error ? errorCode(claimed.error) : null,
  };
}
