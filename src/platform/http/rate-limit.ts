import type { SharedMemory } from './shared-memory.js';

export interface Allowance {
  /** Tokens that come back each second. */
  readonly perSecond: number;
  /** Tokens a quiet caller has saved up at most. */
  readonly burst: number;
}

/** Whose tokens, and how many come back. */
export interface Bucket {
  readonly key: string;
  readonly allowance: Allowance;
}

const KEYS_MAX = 100_000;

/**
 * Token buckets by key, in memory and bounded. With Redis the buckets are shared by all processes; with Redis gone each process
 * goes on alone at half the rate, so a failing Redis never opens the gate.
 */
export class RateLimiter {
  private readonly known = new Map<string, { tokens: number; atMs: number }>();

  constructor(private readonly shared: SharedMemory | null = null) {}

  /** Takes one token of each bucket or, when one of them is empty, none; returns 0 when they were there, else the seconds to wait. */
  async take(buckets: readonly Bucket[], nowMs: number): Promise<number> {
    if (!this.shared?.isConfigured) return this.takeHere(buckets, nowMs);
    const waitSeconds = await this.shared.ask((redis) =>
      redis.eval(
        TAKE,
        buckets.length,
        ...buckets.map(({ key }) => `limit:${key}`),
        nowMs,
        ...buckets.flatMap(({ allowance }) => [allowance.perSecond, allowance.burst]),
      ),
    );
    return waitSeconds === null ? this.takeHere(buckets.map(halved), nowMs) : Number(waitSeconds);
  }

  /** Puts a token back into each: what they were taken for turned out to be free, such as a replay. */
  async giveBack(buckets: readonly Bucket[]): Promise<void> {
    for (const { key, allowance } of buckets) {
      const known = this.known.get(key);
      if (known) known.tokens = Math.min(allowance.burst, known.tokens + 1);
    }
    await this.shared?.ask((redis) =>
      Promise.all(buckets.map(({ key }) => redis.hincrbyfloat(`limit:${key}`, 't', 1))),
    );
  }

  private takeHere(buckets: readonly Bucket[], nowMs: number): number {
    const filled = buckets.map(({ key, allowance: { perSecond, burst } }) => {
      const known = this.known.get(key) ?? { tokens: burst, atMs: nowMs };
      return {
        key,
        perSecond,
        tokens: Math.min(burst, known.tokens + (Math.max(0, nowMs - known.atMs) / 1000) * perSecond),
      };
    });
    const waits = filled.map(({ tokens, perSecond }) =>
      tokens < 1 ? Math.max(1, Math.ceil((1 - tokens) / perSecond)) : 0,
    );
    const waitSeconds = Math.max(0, ...waits);
    for (const { key, tokens } of filled)
      this.remember(key, { tokens: waitSeconds > 0 ? tokens : tokens - 1, atMs: nowMs });
    return waitSeconds;
  }

  private remember(key: string, state: { tokens: number; atMs: number }): void {
    // Re-inserting moves the key to the young end, so the oldest is dropped when the map is full.
    this.known.delete(key);
    if (this.known.size >= KEYS_MAX) {
      const oldest = this.known.keys().next().value;
      if (oldest !== undefined) this.known.delete(oldest);
    }
    this.known.set(key, state);
  }
}

const halved = ({ key, allowance: { perSecond, burst } }: Bucket): Bucket => ({
  key,
  allowance: { perSecond: perSecond / 2, burst: Math.max(1, burst / 2) },
});

/** ARGV: now in ms, then rate and burst of each key. */
const TAKE = `
local now, wait, left = tonumber(ARGV[1]), 0, {}
for i, key in ipairs(KEYS) do
  local rate, burst = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local known = redis.call('HMGET', key, 't', 'a')
  left[i] = math.min(burst, (tonumber(known[1]) or burst) + math.max(0, now - (tonumber(known[2]) or now)) / 1000 * rate)
  if left[i] < 1 then wait = math.max(wait, 1, math.ceil((1 - left[i]) / rate)) end
end
for i, key in ipairs(KEYS) do
  local rate, burst = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  redis.call('HSET', key, 't', wait > 0 and left[i] or left[i] - 1, 'a', now)
  redis.call('PEXPIRE', key, math.ceil(burst / rate * 1000) + 1000)
end
return wait`;
