import { newId } from '../../src/shared/ids.js';
import { AMOUNT_FEN, ApiProcess, type FaultCity } from './fault-city.js';
import { StepProxy } from './fault-proxy.js';
import type { TestMember } from './world.js';

/** An api of its own behind a proxy to the database. */
export class Behind {
  private constructor(
    readonly process: ApiProcess,
    readonly proxy: StepProxy,
  ) {}

  static async start(city: FaultCity): Promise<Behind> {
    const proxy = await StepProxy.to({ host: '127.0.0.1', port: city.cluster.port });
    const url = proxy.through(city.environment['DATABASE_URL'] ?? '');
    return new Behind(await ApiProcess.start({ ...city.environment, DATABASE_URL: url }), proxy);
  }

  async close(): Promise<void> {
    await this.process.end('SIGKILL');
    await this.proxy.close();
  }
}

interface Given {
  readonly city: FaultCity;
  readonly api: ApiProcess;
  aMember: () => TestMember;
}

interface Call {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What its answer says. */
  readonly code: string;
  /** By how much the number of redemptions changes. */
  readonly bringsRedeemed: -1 | 0 | 1;
}

const aBasket = ({ aMember }: Given) => ({
  code: aMember().phone.show(new Date()),
  amountFen: AMOUNT_FEN,
  benefit: 'fault',
  ticketNo: 'T1',
});

const aRedemption = async ({ city, api, aMember }: Given): Promise<unknown> =>
  (await api.redeem(city.till, aMember())).body['redemptionId'];

const anAuthorization = async (given: Given): Promise<string> => {
  const answer = await given.api.post(given.city.till, '/pos/v1/authorizations', aBasket(given), newId());
  return String(answer.body['authorizationId']);
};

const undo = async (body: Promise<Call['body']>): Promise<Call> => ({
  path: '/pos/v1/reversals',
  body: await body,
  code: 'REVERSED',
  bringsRedeemed: -1,
});

/** Every call that moves money; what it needs is made before, by an api nobody kills. */
export const CALLS = {
  redeem: async (given: Given): Promise<Call> => ({
    path: '/pos/v1/redemptions',
    body: aBasket(given),
    code: 'REDEEMED',
    bringsRedeemed: 1,
  }),
  authorize: async (given: Given): Promise<Call> => ({
    path: '/pos/v1/authorizations',
    body: aBasket(given),
    code: 'HELD',
    bringsRedeemed: 0,
  }),
  capture: async (given: Given): Promise<Call> => ({
    path: `/pos/v1/authorizations/${await anAuthorization(given)}/capture`,
    body: { amountFen: AMOUNT_FEN },
    code: 'CAPTURED',
    bringsRedeemed: 1,
  }),
  void: async (given: Given): Promise<Call> => ({
    path: `/pos/v1/authorizations/${await anAuthorization(given)}/void`,
    body: {},
    code: 'VOIDED',
    bringsRedeemed: 0,
  }),
  cancel: (given: Given): Promise<Call> =>
    undo(aRedemption(given).then((redemptionId) => ({ type: 'CANCEL', redemptionId }))),
  /** The basket falls below its minimum, so that discount, use and limits come back with the goods. */
  'take back a part': (given: Given): Promise<Call> =>
    undo(aRedemption(given).then((redemptionId) => ({ type: 'PARTIAL', redemptionId, amountFen: 5_000 }))),
  'undo by key': async (given: Given): Promise<Call> => {
    const originalKey = newId();
    await given.api.redeem(given.city.till, given.aMember(), originalKey);
    return undo(Promise.resolve({ type: 'TIMEOUT', originalKey }));
  },
};
