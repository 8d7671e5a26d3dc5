import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FieldCipher, type FieldCipherError } from '../../platform/crypto/field-cipher.js';
import { Database } from '../../platform/database/database.js';
import { beyondScope } from '../../platform/database/reach.js';
import { logger } from '../../platform/logging/logger.js';
import { AlertsService } from './alerts.service.js';

/** A sealed value that does not open was moved, altered or sealed with a stranger's key: people must look at it. */
@Injectable()
export class SealedValues implements OnModuleInit {
  private readonly raising = new Set<string>();

  constructor(
    private readonly cipher: FieldCipher,
    private readonly database: Database,
    private readonly alerts: AlertsService,
  ) {}

  onModuleInit(): void {
    this.cipher.onFailure((error) => void this.raise(error));
  }

  /** In a transaction of its own: the one that met the value is rolled back with it. */
  private async raise({ place }: FieldCipherError): Promise<void> {
    const subjectId = `${place.table}.${place.column}:${place.rowId}`;
    if (this.raising.has(subjectId)) return;
    this.raising.add(subjectId);
    const alert = {
      code: 'SEALED_VALUE_BROKEN',
      subjectKind: 'sealed-value',
      subjectId,
      orgPath: '/city/',
      detail: { table: place.table, column: place.column, rowId: place.rowId },
    };
    try {
      await beyondScope(this.database.db, 'an alert is for the city, whoever met the value', () =>
        this.database.transaction((tx) => this.alerts.raise(tx, alert)),
      );
    } catch (error) {
      logger.error({ error: error instanceof Error ? error.name : 'unknown', subjectId }, 'alert not raised');
    } finally {
      this.raising.delete(subjectId);
    }
  }
}
