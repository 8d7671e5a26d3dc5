import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

export type Path = readonly PropertyKey[];

/** Something wrong in a scenario, and where. */
export interface Problem {
  readonly line: number;
  readonly message: string;
}

/** A scenario that cannot be played as it is written; it names every line at fault it knows of. */
export class ScenarioError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[]) {
    const all = [problems].flat().sort((a, b) => a.line - b.line);
    super(all.map(({ line, message }) => `line ${line}: ${message}`).join('\n'));
    this.problems = all;
  }
}

const ALIASES_MAX = 100;

/** The text of a scenario: its content as plain values, and the line of each of them. */
export class Source {
  readonly value: unknown;

  private constructor(
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
  ) {
    this.value = document.toJS({ maxAliasCount: ALIASES_MAX });
  }

  /** @throws ScenarioError for a text that is no YAML, or says one thing twice */
  static read(text: string): Source {
    const lines = new LineCounter();
    // YAML 1.2 without timestamps: 2017-01-28 stays a text, and so does every instant.
    const document = parseDocument(text, { schema: 'core', version: '1.2', lineCounter: lines, prettyErrors: false });
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0)
      throw new ScenarioError(
        faults.map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, message: `not readable: ${message}` })),
      );
    try {
      return new Source(document, lines);
    } catch (error) {
      throw new ScenarioError({ line: 1, message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** The line (from 1) of what stands at a path; where it is missing, of the nearest thing around it. */
  lineOf(path: Path): number {
    let offset = this.document.contents?.range?.[0] ?? 0;
    let node: unknown = this.document.contents;
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(this.document);
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
        if (!pair) break;
        offset = startOf(pair.key) ?? offset;
        node = pair.value;
      } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
        node = node.items[step];
        offset = startOf(node) ?? offset;
      } else break;
    }
    return this.lines.linePos(offset).line;
  }

  /** An error about what stands at a path. */
  error(path: Path, message: string): ScenarioError {
    return new ScenarioError({ line: this.lineOf(path), message });
  }
}

const startOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0];
