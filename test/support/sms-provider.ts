import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Text {
  readonly phone: string;
  readonly text: string;
}

/** Another company's SMS gateway, on loopback: takes texts, refuses them, or never answers. */
export class SmsProvider {
  readonly taken: Text[] = [];
  does: 'take' | 'refuse' | 'hang' = 'take';
  /** What happens in the world while a text is taken. */
  meanwhile: () => void = () => undefined;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, answer) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        if (this.does === 'hang') return;
        if (this.does === 'take') this.taken.push(JSON.parse(body) as Text);
        this.meanwhile();
        answer.writeHead(this.does === 'take' ? 204 : 500).end();
      });
    });
  }

  static async start(): Promise<SmsProvider> {
    const provider = new SmsProvider();
    await new Promise<void>((ready) => {
      provider.server.listen(0, '127.0.0.1', ready);
    });
    return provider;
  }

  /** Settings of a product that sends its texts here. */
  get config(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return { SMS_SENDER: 'http', SMS_HTTP_URL: `http://127.0.0.1:${port}/send` };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => {
      this.server.close(done);
    });
  }
}
