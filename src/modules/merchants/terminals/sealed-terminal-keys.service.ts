import { Injectable, type OnModuleInit } from '@nestjs/common';
import { KeyRotation } from '../../../platform/crypto/key-rotation.service.js';

/** Names what tills keep sealed to whoever changes keys. */
@Injectable()
export class SealedTerminalKeys implements OnModuleInit {
  constructor(private readonly rotation: KeyRotation) {}

  onModuleInit(): void {
    this.rotation.keepSealed({ table: 'terminal_key', id: 'key_id', idType: 'text', columns: ['secret_cipher'] });
  }
}
