import { readCommand } from './arguments.js';

const refusal = (...args: string[]) => {
  try {
    readCommand(args);
  } catch (error) {
    return error;
  }
  return null;
};

describe('the command line of the POS simulator', () => {
  it('shows help when asked or when nothing was said', () => {
    expect(readCommand([])).toEqual({ name: 'help' });
    expect(readCommand(['help'])).toEqual({ name: 'help' });
    expect(readCommand(['redeem', '--help'])).toEqual({ name: 'help' });
  });

  it('reads a redemption', () => {
    const command = readCommand(['redeem', '--card', '00000000019', '--amount-fen', '15800', '--key', 'k-1', '--json']);
    expect(command).toMatchObject({
      name: 'redeem',
      source: { card: '00000000019', kind: 'd' },
      amountFen: 15_800,
      key: 'k-1',
      json: true,
    });
  });

  it('reads what of a card is shown', () => {
    const shown = readCommand(['redeem', '--card', '1', '--kind', 's', '--pin', '480617', '--amount-fen', '100']);
    expect(shown).toMatchObject({ source: { card: '1', kind: 's' }, pin: '480617' });
    expect(readCommand(['code', '--card', '1', '--kind', 'n'])).toMatchObject({ card: '1', kind: 'n' });
    expect(refusal('code', '--card', '1', '--kind', 'x')).toMatchObject({ exitCode: 2 });
    expect(refusal('quote', '--code', '1', '--kind', 's', '--amount-fen', '100')).toMatchObject({ exitCode: 2 });
  });

  it('reads each way to reverse', () => {
    expect(readCommand(['reverse', '--redemption', 'r'])).toMatchObject({ what: { redemption: 'r' } });
    expect(readCommand(['reverse', '--redemption', 'r', '--amount-fen', '500'])).toMatchObject({
      what: { redemption: 'r', amountFen: 500 },
    });
    expect(readCommand(['reverse', '--original-key', 'k'])).toMatchObject({ what: { originalKey: 'k' } });
  });

  it('reads what an authorization needs', () => {
    expect(
      readCommand(['authorize', '--card', '00000000019', '--amount-fen', '15800', '--hold-minutes', '30']),
    ).toMatchObject({ name: 'authorize', amountFen: 15_800, holdMinutes: 30 });
    expect(readCommand(['capture', '--authorization', 'a', '--amount-fen', '12000'])).toMatchObject({
      authorization: 'a',
      amountFen: 12_000,
    });
    expect(readCommand(['void', '--authorization', 'a'])).toMatchObject({ name: 'void', authorization: 'a' });
    const plastic = ['authorize', '--card', '1', '--kind', 's', '--amount-fen', '100'];
    expect(readCommand([...plastic, '--pin', '480617'])).toMatchObject({ pin: '480617', confirm: false });
    expect(readCommand([...plastic, '--confirm'])).toMatchObject({ pin: undefined, confirm: true });
    expect(refusal(...plastic, '--pin', '4806')).toMatchObject({ exitCode: 2 });
  });

  it('reads what a till without a network asks for beforehand', () => {
    const root = 'A'.repeat(43);
    expect(readCommand(['keys'])).toMatchObject({ name: 'keys', root: undefined });
    expect(readCommand(['keys', '--root', root, '--json'])).toMatchObject({ name: 'keys', root, json: true });
    expect(readCommand(['revocations', '--card', '00000000019'])).toMatchObject({ card: '00000000019' });
  });

  it.each([
    ['an unknown command', ['pay']],
    ['a hold of half a minute', ['authorize', '--card', '1', '--amount-fen', '1', '--hold-minutes', '0.5']],
    ['a part of an unknown attempt', ['reverse', '--original-key', 'k', '--amount-fen', '1']],
    ['a capture without its amount', ['capture', '--authorization', 'a']],
    ['an unknown option', ['code', '--nope', '1']],
    ['an option of another command', ['code', '--card', '1', '--amount-fen', '1']],
    ['no card', ['code']],
    ['both card and code', ['quote', '--card', '1', '--code', '2', '--amount-fen', '1']],
    ['neither card nor code', ['quote', '--amount-fen', '1']],
    ['amount 0', ['quote', '--card', '1', '--amount-fen', '0']],
    ['a negative amount', ['quote', '--card', '1', '--amount-fen=-1']],
    ['a fraction', ['quote', '--card', '1', '--amount-fen', '1.5']],
    ['no amount', ['quote', '--card', '1']],
    ['a key with a space', ['find', '--key', 'a b']],
    ['nothing to reverse', ['reverse']],
    ['a root that is no key', ['keys', '--root', 'root.pem']],
  ])('refuses %s with one sentence and exit code 2', (_name, args) => {
    const error = refusal(...args);
    expect(error).toMatchObject({ exitCode: 2 });
    expect(String(error)).not.toContain('\n');
  });
});
