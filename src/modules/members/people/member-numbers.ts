import type { BlindIndex, HashPair } from '../../../platform/crypto/blind-index.js';
import type { FieldCipher } from '../../../platform/crypto/field-cipher.js';

export interface SealedNumbers {
  readonly idNumberCipher: Buffer;
  readonly idNumber: HashPair;
  readonly phoneCipher: Buffer;
  readonly phone: HashPair;
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
      idNumber: this.index.pair('id-number', idNumber),
      ...this.sealPhone(memberId, phone),
    };
  }

  sealPhone(memberId: string, phone: string): Pick<SealedNumbers, 'phoneCipher' | 'phone'> {
    return {
      phoneCipher: this.cipher.seal(this.placeOf('phone_cipher', memberId), phone),
      phone: this.index.pair('phone', phone),
    };
  }

  openIdNumber(memberId: string, sealed: Uint8Array): string {
    return this.cipher.open(this.placeOf('id_number_cipher', memberId), sealed);
  }

  openPhone(memberId: string, sealed: Uint8Array): string {
    return this.cipher.open(this.placeOf('phone_cipher', memberId), sealed);
  }

  /** What a look-up asks either column for: while the index key is changed a number has two hashes. */
  idNumberHashes(idNumber: string): Buffer[] {
    return this.index.all('id-number', idNumber);
  }

  /** The same index that sign-in by phone uses. */
  phoneHashes(phone: string): Buffer[] {
    return this.index.all('phone', phone);
  }

  /** The pair of a phone alone. */
  phonePair(phone: string): HashPair {
    return this.index.pair('phone', phone);
  }

  /** What a row keeps while the index key is changed. */
  idNumberPair(idNumber: string): HashPair {
    return this.index.pair('id-number', idNumber);
  }

  /** One hash of each, for what lives shorter than a key's change takes. */
  shortLived(idNumber: string, phone: string): { readonly idNumberHash: Buffer; readonly phoneHash: Buffer } {
    return { idNumberHash: this.index.of('id-number', idNumber), phoneHash: this.index.of('phone', phone) };
  }

  private placeOf(column: string, rowId: string): { table: string; column: string; rowId: string } {
    return { table: this.table, column, rowId };
  }
}
