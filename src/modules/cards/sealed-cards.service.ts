import { Injectable, type OnModuleInit } from '@nestjs/common';
import { KeyRotation } from '../../platform/crypto/key-rotation.service.js';

/** Names what cards keep sealed to whoever changes keys. */
@Injectable()
export class SealedCards implements OnModuleInit {
  constructor(private readonly rotation: KeyRotation) {}

  onModuleInit(): void {
    this.rotation.keepSealed({ table: 'card_key', id: 'kid', idType: 'integer', columns: ['private_key_cipher'] });
    this.rotation.keepFiles({ table: 'card_takeover', column: 'content', headBytes: 4 });
    this.rotation.keepFiles({ table: 'card_production_piece', column: 'sealed', headBytes: 0 });
  }
}
