import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import type { Tx } from '../database/database.js';
import { beyondScope } from '../database/reach.js';
import type { EventDefinition } from './event.js';

/** Where facts wait for the relay; written in the transaction that made them true. */
@Injectable()
export class Outbox {
  constructor(private readonly clock: Clock) {}

  /** Announces a fact; returns its id. */
  async append<Payload>(tx: Tx, event: EventDefinition<Payload>, payload: Payload): Promise<string> {
    const id = newId();
    const body: unknown = event.schema.parse(payload);
    const row = [id, event.name, JSON.stringify(body), this.clock.now()];
    await beyondScope(tx, 'facts are for the platform, and writing them shows nothing', () =>
      tx.query('INSERT INTO outbox (id, event, payload, occurred_at) VALUES ($1, $2, $3, $4)', row),
    );
    return id;
  }
}
