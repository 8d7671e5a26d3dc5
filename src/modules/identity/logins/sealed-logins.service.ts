import { Injectable, type OnModuleInit } from '@nestjs/common';
import { KeyRotation } from '../../../platform/crypto/key-rotation.service.js';

/** Names what logins keep sealed to whoever changes keys. */
@Injectable()
export class SealedLogins implements OnModuleInit {
  constructor(private readonly rotation: KeyRotation) {}

  onModuleInit(): void {
    this.rotation.keepSealed({ table: 'login', id: 'id', idType: 'uuid', columns: ['totp_secret', 'phone_cipher'] });
    this.rotation.keepSealed({ table: 'otp_challenge', id: 'id', idType: 'uuid', columns: ['phone_cipher'] });
    this.rotation.keepSealed({ table: 'login_activation', id: 'login_id', idType: 'uuid', columns: ['totp_secret'] });
  }
}
