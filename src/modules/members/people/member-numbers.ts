import type { BlindIndex } from '../../../platform/crypto/blind-index.js';
import type { FieldCipher } from '../../../platform/crypto/field-cipher.js';

export interface SealedNumbers {
  readonly idNumberCipher: Buffer;
  readonly idNumberHash: Buffer;
  readonly phoneCipher: Buffer;
  readonly phoneHash: Buffer;
}

/** How a member's ID number and phone are kept: sealed for this very row, and found again by their blind index. */
export class MemberNumbers {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly index: BlindIndex,
  ) {}

  /** Numbers come in their one stored form: 18 characters and 11 digits. */
  seal(memberId: string, idNumber: string, phone: string): SealedNumbers {
    return {
      idNumberCipher: this.cipher.seal(placeOf('id_number_cipher', memberId), idNumber),
      idNumberHash: this.idNumberHash(idNumber),
      phoneCipher: this.cipher.seal(placeOf('phone_cipher', memberId), phone),
      phoneHash: this.phoneHash(phone),
    };
  }

  openIdNumber(memberId: string, sealed: Uint8Array): string {
    return this.cipher.open(placeOf('id_number_cipher', memberId), sealed);
  }

  openPhone(memberId: string, sealed: Uint8Array): string {
    return this.cipher.open(placeOf('phone_cipher', memberId), sealed);
  }

  idNumberHash(idNumber: string): Buffer {
    return this.index.of('id-number', idNumber);
  }

  /** The same index that sign-in by phone uses. */
  phoneHash(phone: string): Buffer {
    return this.index.of('phone', phone);
  }
}

function placeOf(column: string, rowId: string): { table: string; column: string; rowId: string } {
  return { table: 'member', column, rowId };
}
