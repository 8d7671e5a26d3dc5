import { idSchema, newId } from './ids.js';

describe('ids', () => {
  it('are UUIDs of version 7 that carry the time, never repeat and only grow', () => {
    const before = Date.now();
    const ids = Array.from({ length: 5_000 }, newId);
    const after = Date.now();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
    for (const id of ids) {
      expect(idSchema.safeParse(id).success).toBe(true);
      expect(id[14]).toBe('7');
      const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(after + 5);
    }
  });
});
