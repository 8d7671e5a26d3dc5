import { Refusal } from '../../../shared/errors.js';
import { type Entry, WaitingRoom } from './waiting-room.js';

const entry = (...conflicts: string[]): Entry => ({ conflicts });

describe('the waiting room of tills', () => {
  it('hands out at most a batch, first come, first served', () => {
    const room = new WaitingRoom(10, 2);
    const [first, second, third] = [entry('a'), entry('b'), entry('c')];
    for (const each of [first, second, third]) room.enter(each);
    expect(room.take()).toEqual([first, second]);
    expect(room.take()).toEqual([third]);
    expect(room.size).toBe(0);
  });

  it('turns away at once who finds it full, and has room again after a batch was taken', () => {
    const room = new WaitingRoom(2, 2);
    room.enter(entry('a'));
    room.enter(entry('b'));
    expect(() => room.enter(entry('c'))).toThrow(Refusal);
    room.take();
    room.enter(entry('c'));
    expect(room.size).toBe(1);
  });

  it('keeps one card out of a batch it is in already, and those behind it move up', () => {
    const room = new WaitingRoom(10, 3);
    const [first, twin, other] = [entry('card 1'), entry('card 1'), entry('card 2')];
    for (const each of [first, twin, other]) room.enter(each);
    expect(room.take()).toEqual([first, other]);
    expect(room.size).toBe(1);
  });

  it('keeps one key out of every batch while it is in flight, and lets it in afterwards', () => {
    const room = new WaitingRoom(10, 3);
    const [first, twin] = [entry('card 1', 'key 7'), entry('card 2', 'key 7')];
    room.enter(first);
    const batch = room.take();
    room.enter(twin);
    expect(room.take()).toEqual([]);
    room.release(batch);
    expect(room.take()).toEqual([twin]);
  });

  it('gives those put back their place at the head, even when the room is full', () => {
    const room = new WaitingRoom(1, 1);
    const [first, second] = [entry('a'), entry('b')];
    room.enter(first);
    const batch = room.take();
    room.enter(second);
    room.release(batch);
    room.putBack(batch);
    expect(room.size).toBe(2);
    expect(room.take()).toEqual([first]);
  });
});
