import { type AddressInfo, createServer, type Server, Socket } from 'node:net';

/** A way to PostgreSQL that counts what passes and, at one step, lets something happen instead of carrying it. */
export class StepProxy {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private step = 0;
  private wanted = Infinity;
  private happen: () => void = () => undefined;
  /** Whether the step came. */
  stepTaken = false;

  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {}

  static async to(target: { readonly host: string; readonly port: number }): Promise<StepProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new StepProxy(server, (server.address() as AddressInfo).port);
    server.on('connection', (client) => {
      if (proxy.isCut) return void client.destroy();
      const upstream = new Socket().connect(target.port, target.host);
      proxy.carry(client, upstream);
      proxy.carry(upstream, client);
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

  /** From now on the n-th thing that is said, by either side, is not carried: `happen` runs instead. */
  atStep(step: number, happen: () => void): void {
    this.step = 0;
    this.wanted = step;
    this.happen = happen;
  }

  /** Every connection ends, and new ones are refused. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private carry(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from.on('data', (chunk) => {
      this.step += 1;
      if (this.step === this.wanted) {
        this.stepTaken = true;
        this.happen();
        return;
      }
      if (!this.stepTaken) to.write(chunk);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      to.destroy();
      this.sockets.delete(from);
    });
  }
}
