import { type DynamicModule, Global, Module } from '@nestjs/common';
import { BlindIndex } from './blind-index.js';
import { FieldCipher } from './field-cipher.js';
import { KeyRotation } from './key-rotation.service.js';
import { KeyWatch } from './key-watch.js';
import { Keyring } from './keyring.js';

/** Gives every module the keys the process read at its start. */
@Global()
@Module({})
export class CryptoModule {
  static with(keyring: Keyring): DynamicModule {
    return {
      module: CryptoModule,
      providers: [
        { provide: Keyring, useValue: keyring },
        { provide: FieldCipher, useValue: keyring.fields },
        { provide: BlindIndex, useValue: keyring.index },
        KeyRotation,
        KeyWatch,
      ],
      exports: [Keyring, FieldCipher, BlindIndex, KeyRotation],
    };
  }
}
