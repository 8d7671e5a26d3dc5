import type { BlindIndex, HashPair } from '../../../platform/crypto/blind-index.js';
import type { FieldCipher } from '../../../platform/crypto/field-cipher.js';

export interface SealedNumbers {
  readonly idNumberCipher: Buffer;
  readonly idNumber: HashPair;
  readonly phoneCipher: Buffer;
  readonly phone: HashPair;
}

/** How a member's ID number and phone are kept: sealed for this very row, and found again by their blind indexes. */
export class MemberNumbers {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly index: BlindIndex,
  ) {}

  /** Numbers come in their one stored form: 18 characters and 11 digits. */
  seal(memberId: string, idNumber: string, phone: string): SealedNumbers {
    return {
      idNumberCipher: this.cipher.seal(placeOf('id_number_cipher', memberId), idNumber),
      idNumber: this.index.pair('id-number', idNumber),
      ...this.sealPhone(memberId, phone),
    };
  }

  sealPhone(memberId: string, phone: string): Pick<SealedNumbers, 'phoneCipher' | 'phone'> {
    return {
      phoneCipher: this.cipher.seal(placeOf('phone_cipher', memberId), phone),
      phone: this.index.pair('phone', phone),
    };
  }

  openIdNumber(memberId: string, sealed: Uint8Array): string {
    return this.cipher.open(placeOf('id_number_cipher', memberId), sealed);
  }

  openPhone(memberId: string, sealed: Uint8Array): string {
    return this.cipher.open(placeOf('phone_cipher', memberId), sealed);
  }

  /** What a look-up asks either column for: while the index key is changed a number has two hashes. */
  idNumberHashes(idNumber: string): Buffer[] {
    return this.index.all('id-number', idNumber);
  }

  /** The same index that sign-in by phone uses. */
  phoneHashes(phone: string): Buffer[] {
    return this.index.all('phone', phone);
  }

  /** What a row keeps while the index key is changed. */
  pairs(idNumber: string, phone: string): { readonly idNumber: HashPair; readonly phone: HashPair } {
    return { idNumber: this.index.pair('id-number', idNumber), phone: this.index.pair('phone', phone) };
  }
}

function placeOf(column: string, rowId: string): { table: string; column: string; rowId: string } {
  return { table: 'member', column, rowId };
}
