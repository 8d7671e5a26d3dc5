import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus reads at /metrics. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics });

export const requestSeconds = new Histogram({
  name: 'http_request_seconds',
  help: 'Time from request to answer',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  registers: [metrics],
});

export const decisions = new Counter({
  name: 'redemption_decisions_total',
  help: 'Redemptions decided, by outcome code',
  labelNames: ['code'],
  registers: [metrics],
});

const BATCH_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

export const batchSize = new Histogram({
  name: 'redemption_batch_size',
  help: 'Requests decided together',
  buckets: [1, 2, 4, 8, 16, 32, 64],
  registers: [metrics],
});

export const batchSeconds = new Histogram({
  name: 'redemption_batch_seconds',
  help: 'Time by step: wait (of each request for its batch), and of a batch load, decide, commit',
  labelNames: ['step'],
  buckets: BATCH_SECONDS,
  registers: [metrics],
});

export const waitingRoom = new Gauge({
  name: 'redemption_waiting',
  help: 'Requests in the waiting room',
  registers: [metrics],
});

export const batchRetries = new Counter({
  name: 'redemption_batch_retries_total',
  help: 'Batches decided again, by why',
  labelNames: ['why'],
  registers: [metrics],
});

export const refusals = new Counter({
  name: 'redemption_refusals_total',
  help: 'What tills were refused, by call and true reason; replays are not counted again',
  labelNames: ['call', 'reason'],
  registers: [metrics],
});
