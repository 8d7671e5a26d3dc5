import { isOrgStep, orgStepOf } from './org-step.rules.js';

const entry = (action: string, detail: Record<string, unknown>) => ({
  id: '7',
  at: '2026-11-25T09:00:00+08:00',
  actorName: '李主席',
  action,
  detail,
});

describe('the history of a union', () => {
  it('tells a move by the names of then, and why', () => {
    const moved = entry('union-org.moved', {
      from: '甲园区工会',
      to: '乙园区工会',
      toOrgId: 'park-b',
      reason: '厂区搬迁',
    });
    expect(orgStepOf(moved)).toEqual({
      id: '7',
      at: '2026-11-25T09:00:00+08:00',
      by: '李主席',
      kind: 'MOVED',
      from: '甲园区工会',
      to: '乙园区工会',
      reason: '厂区搬迁',
    });
  });

  it('tells in which district it was put, and what an assessment found', () => {
    expect(orgStepOf(entry('union-org.placed', { districtCode: '360102' }))).toMatchObject({
      kind: 'PLACED',
      to: '360102',
    });
    expect(orgStepOf(entry('union-org.placed', { districtCode: null }))).toMatchObject({ to: null, reason: null });
    expect(orgStepOf(entry('standard.assessed', { standard: true }))).toMatchObject({ kind: 'ASSESSED', to: 'true' });
    expect(orgStepOf(entry('standard.assessed', { standard: false }))).toMatchObject({ to: 'false' });
  });

  it('leaves out what is no step of a union', () => {
    expect(isOrgStep(entry('union-org.renamed', {}))).toBe(true);
    expect(isOrgStep(entry('member.revealed', {}))).toBe(false);
    expect(() => orgStepOf(entry('member.revealed', {}))).toThrow('no step of a union');
  });
});
