import { type AddressInfo, createServer, type Server, Socket } from 'node:net';

/** A way to a server that a test can let go dead. */
export class TcpProxy {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new TcpProxy(server, (server.address() as AddressInfo).port);
    server.on('connection', (client) => {
      if (proxy.isCut) return void client.destroy();
      proxy.join(client, new Socket().connect(target.port, target.host));
    });
    return proxy;
  }

  /** The same address, by way of this proxy. */
  through(url: string): string {
    const copy = new URL(url);
    copy.hostname = '127.0.0.1';
    copy.port = String(this.port);
    return copy.href;
  }

  /** Connections that are open carry nothing any more, and nobody is told; new ones work. */
  freeze(): void {
    for (const [client, server] of this.pairs) {
      client.unpipe(server).pause();
      server.unpipe(client).pause();
    }
  }

  /** Every connection ends, and new ones are refused. */
  cut(): void {
    this.isCut = true;
    for (const [client, server] of this.pairs) {
      client.destroy();
      server.destroy();
    }
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private join(client: Socket, server: Socket): void {
    const pair = [client, server] as const;
    this.pairs.add(pair);
    client.pipe(server).pipe(client);
    for (const [one, other] of [pair, [server, client] as const]) {
      one.on('error', () => undefined);
      one.on('close', () => {
        other.destroy();
        this.pairs.delete(pair);
      });
    }
  }
}
