import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import type { TestApp } from './app.js';
import { drain } from './drain.js';
import { aPdf, multipart } from './evidence.js';
import { officerToken, workerToken } from './sign-in.js';
import type { World } from './world.js';

/** Somebody with a number nobody else of the test has. */
const somebody = (n: number) => ({ idNumber: makeIdNumber('360103', '1992-04-05', n), phone: `1371999000${n}` });

const [APPLICANT, REFUSED, WAITING, CHANGED] = [somebody(1), somebody(2), somebody(3), somebody(4)];

export interface Said {
  readonly what: string;
  readonly status: number;
  readonly body: string;
}

/**
 * People who join, move, leave, apply for help and get cards from files, over HTTP as their pages do it. Remembers every answer, and
 * every number that went in.
 */
export class PersonalDataLife {
  readonly secrets: string[] = [APPLICANT, REFUSED, WAITING, CHANGED].flatMap(({ idNumber, phone }) => [
    idNumber,
    phone,
  ]);
  readonly answers: Said[] = [];

  constructor(
    private readonly product: TestApp,
    private readonly world: World,
  ) {}

  async live(): Promise<void> {
    const [admin, checker] = [await this.officer('city'), await this.officer('city')];
    await this.join(admin, checker);
    await this.move(admin, checker);
    await this.askForHelp();
    await this.produceCards(admin, checker);
    await this.takeCardsOver(admin);
    await this.importRoster(admin);
  }

  private officer(orgId: string): Promise<string> {
    return officerToken(this.product, 'CITY_ADMIN', orgId);
  }

  private async call(token: string, method: 'GET' | 'POST', url: string, payload?: object, headers: object = {}) {
    const answer = await this.product.fastify.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    this.answers.push({ what: `${method} ${url}`, status: answer.statusCode, body: answer.body });
    return answer;
  }

  private async idOf(answer: ReturnType<PersonalDataLife['call']>, name: string): Promise<string> {
    const { body } = await answer;
    const id = (JSON.parse(body) as Record<string, string>)[name];
    if (id === undefined) throw new Error(body);
    return id;
  }

  private upload(token: string, url: string, content: Buffer, orgId?: string) {
    const { payload, headers } = multipart(orgId === undefined ? 'a.pdf' : 'a.csv', content);
    const boundary = 'evidence-boundary-0123456789';
    const org = `--${boundary}\r\nContent-Disposition: form-data; name="orgId"\r\n\r\n${orgId}\r\n`;
    return this.call(
      token,
      'POST',
      url,
      orgId === undefined ? payload : Buffer.concat([Buffer.from(org), payload]),
      headers,
    );
  }

  private async join(admin: string, checker: string): Promise<void> {
    const token = await workerToken(this.product, APPLICANT.phone);
    const request = { ...APPLICANT, name: '令狐求职', orgId: 'u1', consentVersion: 1 };
    const apply = (given: object) => this.call(token, 'POST', '/worker/v1/joining', { ...request, ...given });
    await apply({ idNumber: `${APPLICANT.idNumber.slice(0, 17)}0` });
    await apply({ phone: REFUSED.phone });
    await apply({ unknownField: APPLICANT.idNumber });
    await apply({});
    await apply({});
    await this.call(token, 'GET', '/worker/v1/joining');
    const propose = (person: object) =>
      this.call(admin, 'POST', '/console/v1/applications', { ...person, name: '令狐新人', orgId: 'u1' });
    const refused = await this.idOf(propose(REFUSED), 'id');
    await propose(WAITING);
    await propose(WAITING);
    const list = await this.call(checker, 'GET', '/console/v1/applications?state=PENDING');
    const own = list.json<{ items: { id: string; kind: string }[] }>().items.find(({ kind }) => kind === 'SELF');
    const decide = (id: string, body: object) =>
      this.call(checker, 'POST', `/console/v1/applications/${id}/decision`, body);
    await decide(own?.id ?? '', { approve: true });
    await decide(own?.id ?? '', { approve: true });
    await decide(refused, { approve: false, reason: '不是本单位职工' });
    await this.call(token, 'GET', '/worker/v1/membership');
  }

  private async move(admin: string, checker: string): Promise<void> {
    const [moving, leaving] = await this.world.someMembers(2, { orgId: 'u2', name: '令狐远行' });
    if (!moving || !leaving) throw new Error('two members were asked for');
    for (const { idNumber, mobile } of [moving, leaving]) this.secrets.push(idNumber, mobile);
    const request = { name: '令狐远行', idNumber: moving.idNumber, phone: moving.mobile, orgId: 'u1' };
    const transferId = await this.idOf(this.call(admin, 'POST', '/console/v1/applications', request), 'id');
    await this.call(admin, 'POST', '/console/v1/applications', request);
    await this.call(checker, 'GET', '/console/v1/transfers');
    await this.call(checker, 'POST', `/console/v1/transfers/${transferId}/confirmation`, {});
    const phone = { phone: CHANGED.phone, reason: '换了号码', documentSeen: true };
    await this.call(admin, 'POST', `/console/v1/members/${moving.memberId}/phone`, phone);
    await this.call(admin, 'POST', `/console/v1/members/${moving.memberId}/phone`, phone);
    await this.call(admin, 'GET', `/console/v1/members/${moving.memberId}/history`);

    const token = await workerToken(this.product, leaving.mobile);
    const ask = () => this.call(token, 'POST', '/worker/v1/membership/withdrawal', { reason: '回老家了' });
    await ask();
    await ask();
    const list = await this.call(admin, 'GET', '/console/v1/withdrawals?state=REQUESTED');
    const id = list.json<{ items: { id: string }[] }>().items[0]?.id ?? '';
    await this.call(admin, 'POST', `/console/v1/withdrawals/${id}/decision`, { confirm: true });
    await drain(this.product);
  }

  /** In their own words, as people write them: with their numbers. */
  private async askForHelp(): Promise<void> {
    const member = await this.world.aMember({ name: '令狐困难' });
    this.secrets.push(member.idNumber, member.mobile);
    const token = await workerToken(this.product, member.mobile);
    const statement = `我的身份证号是 ${member.idNumber}，电话 ${member.mobile}，家里的老人住院了。`;
    const begin = () =>
      this.call(token, 'POST', '/worker/v1/categories/applications', {
        code: 'HARDSHIP',
        level: 'DEEP',
        statement,
        consent: 1,
      });
    const id = await this.idOf(begin(), 'id');
    await begin();
    const files = `/worker/v1/categories/applications/${id}/files`;
    await this.upload(token, files, aPdf(`${member.idNumber} ${member.mobile}`));
    await this.upload(token, files, Buffer.from(`no picture: ${member.idNumber}`));
    await this.call(token, 'POST', `/worker/v1/categories/applications/${id}/sending`, {});
    await this.call(token, 'GET', '/worker/v1/categories');
  }

  private async produceCards(admin: string, checker: string): Promise<void> {
    const base = '/console/v1/cards/productions';
    const order = { orgId: 'u1', audience: 'WITHOUT_PLASTIC', cardsMax: 100 };
    const id = await this.idOf(this.call(admin, 'POST', base, order), 'batchId');
    await drain(this.product);
    await this.call(checker, 'POST', `${base}/${id}/release`, { reason: '测试' });
    await drain(this.product);
    await this.call(admin, 'GET', `${base}/${id}/printer.csv`);
    await this.call(admin, 'GET', `${base}/${id}`);
  }

  private async takeCardsOver(admin: string): Promise<void> {
    const member = await this.world.aMember({ name: '令狐旧卡' });
    this.secrets.push(member.idNumber, member.mobile, WAITING.idNumber);
    const rows = [
      `360100010001,令狐旧卡,${member.idNumber},正常`,
      `360100010002,不是本人,${member.idNumber},正常`,
      `360100010003,无此会员,${WAITING.idNumber},正常`,
    ];
    const content = Buffer.from(['旧卡号,姓名,身份证号,卡状态', ...rows].join('\r\n'));
    const id = await this.idOf(this.upload(admin, '/console/v1/cards/takeovers', content, 'u1'), 'takeoverId');
    await drain(this.product);
    await this.call(admin, 'GET', `/console/v1/cards/takeovers/${id}`);
    await this.call(admin, 'POST', `/console/v1/cards/takeovers/${id}/take`, {});
    await drain(this.product);
  }

  /** Checked and committed: nothing of the file may stay but what is sealed. */
  private async importRoster(admin: string): Promise<void> {
    const [fresh, wrong] = [somebody(5), somebody(6)];
    this.secrets.push(fresh.idNumber, fresh.phone, wrong.idNumber, wrong.phone);
    const rows = [`令狐名册,${fresh.idNumber},${fresh.phone}`, `,${wrong.idNumber},${wrong.phone}`];
    const content = Buffer.from(['姓名,身份证号,手机号', ...rows].join('\r\n'));
    const base = '/console/v1/members/imports';
    const id = await this.idOf(this.upload(admin, base, content, 'u1'), 'importId');
    await drain(this.product);
    const view = await this.call(admin, 'GET', `${base}/${id}`);
    await this.call(admin, 'POST', `${base}/${id}/check`, { mapping: view.json<{ mapping: object }>().mapping });
    await drain(this.product);
    await this.call(admin, 'POST', `${base}/${id}/commit`, {});
    await drain(this.product);
    await this.call(admin, 'GET', `${base}/${id}`);
  }
}
