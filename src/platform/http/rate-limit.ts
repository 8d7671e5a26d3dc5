import { Redis } from 'ioredis';

export interface Allowance {
  /** Tokens that come back each second. */
  readonly perSecond: number;
  /** Tokens a quiet caller has saved up at most. */
  readonly burst: number;
}

const KEYS_MAX = 100_000;

/**
 * Token buckets by key, in memory and bounded. With Redis the buckets are shared by all processes; with Redis gone each process
 * goes on alone at half the rate, so a failing Redis never opens the gate.
 */
export class RateLimiter {
  private readonly buckets = new Map<string, { tokens: number; atMs: number }>();

  constructor(private readonly redis: Redis | null = null) {}

  /** Takes one token; returns 0 when it was there, else the seconds to wait. */
  async take(key: string, allowance: Allowance, nowMs: number): Promise<number> {
    if (this.redis === null) return this.takeHere(key, allowance, nowMs);
    try {
      return await takeShared(this.redis, key, allowance, nowMs);
    } catch {
      return this.takeHere(key, { perSecond: allowance.perSecond / 2, burst: Math.max(1, allowance.burst / 2) }, nowMs);
    }
  }

  /** Puts a token back: what it was taken for turned out to be free, such as a replay. */
  async giveBack(key: string, allowance: Allowance): Promise<void> {
    if (this.redis !== null) await this.redis.hincrbyfloat(`limit:${key}`, 't', 1).catch(() => undefined);
    const known = this.buckets.get(key);
    if (known) known.tokens = Math.min(allowance.burst, known.tokens + 1);
  }

  private takeHere(key: string, { perSecond, burst }: Allowance, nowMs: number): number {
    const known = this.buckets.get(key) ?? { tokens: burst, atMs: nowMs };
    const tokens = Math.min(burst, known.tokens + (Math.max(0, nowMs - known.atMs) / 1000) * perSecond);
    // Re-inserting moves the key to the young end, so the oldest is dropped when the map is full.
    this.buckets.delete(key);
    if (this.buckets.size >= KEYS_MAX) {
      const oldest = this.buckets.keys().next().value;
      if (oldest !== undefined) this.buckets.delete(oldest);
    }
    if (tokens < 1) {
      this.buckets.set(key, { tokens, atMs: nowMs });
      return Math.max(1, Math.ceil((1 - tokens) / perSecond));
    }
    this.buckets.set(key, { tokens: tokens - 1, atMs: nowMs });
    return 0;
  }
}

const TAKE = `
local known = redis.call('HMGET', KEYS[1], 't', 'a')
local rate, burst, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local tokens = tonumber(known[1]) or burst
local at = tonumber(known[2]) or now
tokens = math.min(burst, tokens + math.max(0, now - at) / 1000 * rate)
local wait = 0
if tokens < 1 then wait = math.max(1, math.ceil((1 - tokens) / rate)) else tokens = tokens - 1 end
redis.call('HSET', KEYS[1], 't', tokens, 'a', now)
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)
return wait`;

async function takeShared(redis: Redis, key: string, { perSecond, burst }: Allowance, nowMs: number): Promise<number> {
  return Number(await redis.eval(TAKE, 1, `limit:${key}`, perSecond, burst, nowMs));
}
