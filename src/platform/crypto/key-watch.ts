import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Keyring } from './keyring.js';

const EVERY_MS = 1_000;

/** Looks into the key folder every second, so that a running process learns of a new key before anything is sealed with it. */
@Injectable()
export class KeyWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly keyring: Keyring) {}

  onApplicationBootstrap(): void {
    if (this.keyring.folder === null) return;
    this.timer = setInterval(() => this.keyring.reread(), EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }
}
