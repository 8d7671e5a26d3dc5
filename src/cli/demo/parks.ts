import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { apportion } from './apportion.js';
import { at } from './dice.js';

const TIERS = { national: 'NATIONAL', provincial: 'PROVINCIAL', municipal: 'MUNICIPAL' } as const;

const rowSchema = z.object({
  code: z.string().regex(/^[A-Z]$/),
  name: z.string(),
  tier: z.enum(['national', 'provincial', 'municipal']),
  eligible_enterprises: z.coerce.number().int(),
  enterprises_with_union: z.coerce.number().int(),
  workers: z.coerce.number().int(),
  members: z.coerce.number().int(),
  cards: z.coerce.number().int(),
});

/** What the census of one park says. */
export interface ParkFigures {
  readonly code: string;
  readonly name: string;
  readonly tier: 'NATIONAL' | 'PROVINCIAL' | 'MUNICIPAL';
  readonly enterprises: number;
  readonly withUnion: number;
  readonly workers: number;
  readonly members: number;
  readonly cards: number;
}

/** The same rates with a few thousand people: 84.8 % of enterprises with a union, 82.8 % of workers members. */
export const SMALL_TOTALS = { enterprises: 125, withUnion: 106, workers: 2_500, members: 2_070, cards: 300 } as const;

/** The nine parks of the census beside this file; `small` shrinks every column and keeps the shape. */
export async function readParks(small: boolean): Promise<ParkFigures[]> {
  const text = await readFile(join(import.meta.dirname, 'parks.csv'), 'utf8');
  const parks = z
    .array(rowSchema)
    .parse(parse(text, { columns: true }))
    .map(({ code, name, tier, workers, members, cards, ...row }) => ({
      code,
      name,
      tier: TIERS[tier],
      enterprises: row.eligible_enterprises,
      withUnion: row.enterprises_with_union,
      workers,
      members,
      cards,
    }));
  return small ? shrink(parks) : parks;
}

function shrink(parks: readonly ParkFigures[]): ParkFigures[] {
  const column = (name: keyof typeof SMALL_TOTALS, caps?: readonly number[]) =>
    apportion(
      SMALL_TOTALS[name],
      parks.map((park) => park[name]),
      caps,
    );
  const enterprises = column('enterprises');
  const withUnion = column('withUnion', enterprises);
  const workers = column('workers');
  const members = column('members', workers);
  const cards = column('cards', members);
  return parks.map((park, index) => ({
    ...park,
    enterprises: at(enterprises, index),
    withUnion: at(withUnion, index),
    workers: at(workers, index),
    members: at(members, index),
    cards: at(cards, index),
  }));
}
