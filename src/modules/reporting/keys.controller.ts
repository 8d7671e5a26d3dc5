import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KeyRotation } from '../../platform/crypto/key-rotation.service.js';
import { OfficerMay } from '../../platform/http/access.js';
import { Answers } from '../../platform/http/answers.js';
import { keysSchema, type KeysView } from './keys.schemas.js';

/** How far a change of keys is; it is begun by the operator, never by a page. */
@ApiTags('system')
@Controller({ path: 'console/v1/keys' })
export class KeysController {
  constructor(private readonly rotation: KeyRotation) {}

  @Get()
  @OfficerMay('system.read')
  @Answers(200, keysSchema)
  async list(): Promise<KeysView> {
    const progress = await this.rotation.progress();
    return {
      items: progress.map((one) => ({
        ...one,
        retired: [...one.retired],
        tables: one.tables.map((table) => ({ ...table })),
      })),
    };
  }
}
