import { PERMISSIONS } from '../../../shared/caller.js';
import { decideRights, OFFICER_PERMISSIONS, permissionsOf } from './permissions.rules.js';

describe('what an officer may do, and where', () => {
  it('lets the city administrator do everything in the city', () => {
    const { permissions, scope } = decideRights([{ role: 'CITY_ADMIN', path: '/city/' }], 'members.read');
    expect([...permissions]).toEqual([...PERMISSIONS]);
    expect(scope).toEqual(['/city/']);
  });

  it('limits a park officer to the park', () => {
    const rights = decideRights([{ role: 'PARK_OFFICER', path: '/city/park-a/' }], 'members.read');
    expect(rights.scope).toEqual(['/city/park-a/']);
    expect(rights.permissions.has('merchants.write')).toBe(false);
    expect(rights.permissions.has('audit.read')).toBe(false);
  });

  it('gives nothing without a role that grants the permission', () => {
    const rights = decideRights([{ role: 'FINANCE_CHECKER', path: '/city/' }], 'members.read');
    expect(rights).toEqual({ permissions: new Set(), scope: [] });
    expect(decideRights([], null)).toEqual({ permissions: new Set(), scope: [] });
  });

  it('does not lend the reach of a reading role to a writing one', () => {
    const roles = [
      { role: 'AUDITOR', path: '/city/' },
      { role: 'PARK_OFFICER', path: '/city/park-a/' },
    ] as const;
    expect(decideRights(roles, 'members.import').scope).toEqual(['/city/park-a/']);
    const reading = decideRights(roles, 'members.read');
    expect(reading.scope).toEqual(['/city/']);
    expect(reading.permissions.has('members.reveal')).toBe(false);
  });

  it('names a subtree once when roles overlap', () => {
    const roles = [
      { role: 'GRASSROOTS_OFFICER', path: '/city/park-a/u1/' },
      { role: 'PARK_OFFICER', path: '/city/park-a/' },
      { role: 'GRASSROOTS_OFFICER', path: '/city/park-b/u2/' },
    ] as const;
    expect(decideRights(roles, 'cards.read').scope).toEqual(['/city/park-a/', '/city/park-b/u2/']);
  });

  it('offers what any role grants where it is held, each once', () => {
    expect(permissionsOf([])).toEqual([]);
    const roles = [
      { role: 'FINANCE_MAKER', path: '/city/' },
      { role: 'FINANCE_CHECKER', path: '/city/park-a/' },
      { role: 'CITY_ADMIN', path: '/city/park-a/' },
    ] as const;
    const offered = permissionsOf(roles);
    expect(offered).toContain('budgets.approve');
    expect(offered).not.toContain('system.read');
    expect(new Set(offered).size).toBe(offered.length);
  });

  it('lets those who check read everything and change nothing', () => {
    expect([...OFFICER_PERMISSIONS.AUDITOR].every((permission) => permission.endsWith('.read'))).toBe(true);
    expect(OFFICER_PERMISSIONS.AUDITOR.has('members.reveal')).toBe(false);
    expect(OFFICER_PERMISSIONS.AUDITOR.has('audit.read')).toBe(true);
  });

  it('opens what belongs to no subtree to the whole city only', () => {
    const inPark = decideRights([{ role: 'CITY_ADMIN', path: '/city/park-a/' }], null).permissions;
    expect(PERMISSIONS.filter((permission) => !inPark.has(permission))).toEqual([
      'categories.define',
      'keys.read',
      'keys.write',
      'keys.approve',
      'merchants.write',
      'calendar.write',
      'audit.read',
      'privacy.read',
      'privacy.manage',
      'system.read',
    ]);
    expect(decideRights([{ role: 'AUDITOR', path: '/city/park-a/' }], 'audit.read').scope).toEqual([]);
    expect(decideRights([{ role: 'AUDITOR', path: '/city/' }], 'audit.read').scope).toEqual(['/city/']);
    expect(decideRights([{ role: 'AUDITOR', path: '/city/' }], 'system.read').scope).toEqual([]);
  });

  it('keeps the two sides of money apart', () => {
    expect(OFFICER_PERMISSIONS.FINANCE_MAKER.has('budgets.write')).toBe(true);
    expect(OFFICER_PERMISSIONS.FINANCE_CHECKER.has('budgets.write')).toBe(false);
  });
});
