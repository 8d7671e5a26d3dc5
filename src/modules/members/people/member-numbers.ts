import type { BlindIndex } from '../../../platform/crypto/blind-index.js';
import type { FieldCipher } from '../../../platform/crypto/field-cipher.js';

export interface SealedNumbers {
  readonly idNumberCipher: Buffer;
  readonly idNumberHash: Buffer;
  readonly phoneCipher: Buffer;
  readonly phoneHash: Buffer;
}

/** How a person's ID number and phone are kept: sealed for this very row, and found again by their blind index. */
export class MemberNumbers {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly index: BlindIndex,
    /** The table the sealed columns lie in: a ciphertext moved to another one cannot be opened. */
    private readonly table: 'member' | 'membership_application' = 'member',
  ) {}

  /** Numbers come in their one stored form: 18 characters and 11 digits. */
  seal(memberId: string, idNumber: string, phone: string): SealedNumbers {
    return {
      idNumberCipher: this.cipher.seal(this.placeOf('id_number_cipher', memberId), idNumber),
      idNumberHash: this.idNumberHash(idNumber),
      ...this.sealPhone(memberId, phone),
    };
  }

  sealPhone(memberId: string, phone: string): Pick<SealedNumbers, 'phoneCipher' | 'phoneHash'> {
    return {
      phoneCipher: this.cipher.seal(this.placeOf('phone_cipher', memberId), phone),
      phoneHash: this.phoneHash(phone),
    };
  }

  openIdNumber(memberId: string, sealed: Uint8Array): string {
    return this.cipher.open(this.placeOf('id_number_cipher', memberId), sealed);
  }

  openPhone(memberId: string, sealed: Uint8Array): string {
    return this.cipher.open(this.placeOf('phone_cipher', memberId), sealed);
  }

  idNumberHash(idNumber: string): Buffer {
    return this.index.of('id-number', idNumber);
  }

  /** The same index that sign-in by phone uses. */
  phoneHash(phone: string): Buffer {
    return this.index.of('phone', phone);
  }

  private placeOf(column: string, rowId: string): { table: string; column: string; rowId: string } {
    return { table: this.table, column, rowId };
  }
}
