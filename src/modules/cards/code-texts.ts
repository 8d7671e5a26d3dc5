import { Inject, Injectable } from '@nestjs/common';
import { codePrefixesOf, CONFIG, type Config } from '../../platform/config/config.js';
import type { CodePrefixes } from '../../shared/code/code-text.js';
import { decodeTillCode, type TillCode } from '../../shared/code/presented-code.js';

/** Texts of codes as this installation begins them. */
@Injectable()
export class CodeTexts {
  readonly prefixes: CodePrefixes;

  constructor(@Inject(CONFIG) config: Config) {
    this.prefixes = codePrefixesOf(config);
  }

  /** Reads what a scanner typed; null for what is no code of ours. */
  read(text: string): TillCode | null {
    return decodeTillCode(text, this.prefixes);
  }
}
