import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { metrics } from '../../platform/http/metrics.js';
import { Clock } from '../../shared/clock.js';
import { type SystemFigures, SystemService } from './system.service.js';

interface Figure {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The machinery's state for Prometheus, read from the database when it asks: the jobs process, which moves it, has no HTTP. */
@Injectable()
export class SystemMetrics implements OnModuleInit {
  private reading: Promise<SystemFigures | null> | null = null;

  constructor(
    private readonly system: SystemService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.show(Gauge, 'outbox_waiting_events', 'Events the relay has not sent yet', ({ state }) => [
      one(state.outbox.waiting),
    ]);
    this.show(
      Gauge,
      'outbox_oldest_waiting_seconds',
      'Age of the oldest event the relay has not sent yet',
      ({ state: { outbox } }) => [
        one(outbox.oldestAt === null ? 0 : (this.clock.now().getTime() - Date.parse(outbox.oldestAt)) / 1_000),
      ],
    );
    this.show(Gauge, 'dead_letters', 'Events given up that nobody replayed or discarded', ({ state }) => [
      one(state.deadLetters),
    ]);
    this.show(
      Gauge,
      'queue_jobs',
      'Packs of events and clock work in a queue',
      ({ state: { queues } }) =>
        queues.flatMap(({ name, ...counts }) =>
          Object.entries(counts).map(([state, value]) => ({ labels: { queue: name, state }, value })),
        ),
      ['queue', 'state'],
    );
    this.show(
      Gauge,
      'partition_months_ahead',
      'Months after this one for which every partitioned table is ready',
      ({ monthsAhead }) => [one(monthsAhead)],
    );
    this.show(
      Counter,
      'alerts_raised_total',
      'Alerts people must look at, by code',
      ({ alerts }) => alerts.map(({ code, raised }) => ({ labels: { code }, value: raised })),
      ['code'],
    );
    this.show(
      Gauge,
      'alerts_unsettled',
      'Alerts nobody has settled yet, by code',
      ({ alerts }) => alerts.map(({ code, unsettled }) => ({ labels: { code }, value: unsettled })),
      ['code'],
    );
  }

  /** While the database is away a figure shows nothing: none is better than an old one. */
  private show(
    Kind: typeof Gauge | typeof Counter,
    name: string,
    help: string,
    figuresOf: (figures: SystemFigures) => Figure[],
    labelNames: string[] = [],
  ): void {
    const read = (): Promise<SystemFigures | null> => this.read();
    // One of an earlier application in this process makes way.
    metrics.removeSingleMetric(name);
    metrics.registerMetric(
      new Kind({
        name,
        help,
        labelNames,
        registers: [],
        async collect() {
          const figures = await read();
          this.reset();
          if (!figures) this.remove();
          else for (const { labels, value } of figuresOf(figures)) this.inc(labels, value);
        },
      }),
    );
  }

  /** Figures are asked all at once and share one answer. */
  private read(): Promise<SystemFigures | null> {
    this.reading ??= this.system
      .figures()
      .catch(() => null)
      .finally(() => {
        this.reading = null;
      });
    return this.reading;
  }
}

const one = (value: number): Figure => ({ labels: {}, value });
