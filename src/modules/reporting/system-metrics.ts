import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { metrics } from '../../platform/http/metrics.js';
import { Clock } from '../../shared/clock.js';
import type { SystemState } from './reporting.schemas.js';
import { SystemService } from './system.service.js';

interface Figure {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The machinery's state for Prometheus, read when it asks. */
@Injectable()
export class SystemMetrics implements OnModuleInit {
  private reading: Promise<SystemState | null> | null = null;

  constructor(
    private readonly system: SystemService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.show('outbox_waiting_events', 'Events the relay has not sent yet', ({ outbox }) => [one(outbox.waiting)]);
    this.show('outbox_oldest_waiting_seconds', 'Age of the oldest event the relay has not sent yet', ({ outbox }) => [
      one(outbox.oldestAt === null ? 0 : (this.clock.now().getTime() - Date.parse(outbox.oldestAt)) / 1_000),
    ]);
    this.show('dead_letters', 'Events given up that nobody replayed or discarded', (state) => [one(state.deadLetters)]);
    this.show(
      'queue_jobs',
      'Packs of events and clock work in a queue',
      ({ queues }) =>
        queues.flatMap(({ name, ...counts }) =>
          Object.entries(counts).map(([state, value]) => ({ labels: { queue: name, state }, value })),
        ),
      ['queue', 'state'],
    );
  }

  /** While the database is away a gauge shows nothing: no figure is better than an old one. */
  private show(
    name: string,
    help: string,
    figuresOf: (state: SystemState) => Figure[],
    labelNames: string[] = [],
  ): void {
    const read = (): Promise<SystemState | null> => this.read();
    // One of an earlier application in this process makes way.
    metrics.removeSingleMetric(name);
    metrics.registerMetric(
      new Gauge({
        name,
        help,
        labelNames,
        registers: [],
        async collect() {
          const state = await read();
          this.reset();
          if (!state) this.remove();
          else for (const { labels, value } of figuresOf(state)) this.set(labels, value);
        },
      }),
    );
  }

  /** Gauges are asked all at once and share one answer. */
  private read(): Promise<SystemState | null> {
    this.reading ??= this.system
      .describe()
      .catch(() => null)
      .finally(() => {
        this.reading = null;
      });
    return this.reading;
  }
}

const one = (value: number): Figure => ({ labels: {}, value });
