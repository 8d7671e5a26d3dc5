import { StringDecoder } from 'node:string_decoder';
import { TableError } from './table-error.js';

export interface XmlListener {
  /** A tag that opens; one that is closed at once is closed to the listener, too. Names come without their prefix. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

const LESS = 60;
const GREATER = 62;
const SLASH = 47;
const QUOTE = 34;
const APOSTROPHE = 39;
/** A tag or text that goes on for longer is no spreadsheet's. */
const PENDING_CHARACTERS_MAX = 1_000_000;

/**
 * The little of XML that spreadsheets are written in, piece by piece. A document type is refused, so no entity can be defined and none
 * can grow. Our own because the streaming reader of the package unpacks sheets with people's numbers into temporary files.
 */
export class XmlScanner {
  private readonly decoder = new StringDecoder('utf8');
  private pending = '';

  constructor(private readonly listener: XmlListener) {}

  write(piece: Buffer): void {
    const buffer = this.pending + this.decoder.write(piece);
    const done = this.scan(buffer);
    this.pending = buffer.slice(done);
    if (this.pending.length > PENDING_CHARACTERS_MAX) throw new TableError('FILE_MALFORMED', 'endless tag');
  }

  private scan(buffer: string): number {
    let at = 0;
    for (;;) {
      const less = buffer.indexOf('<', at);
      if (less < 0) return at;
      if (less > at) this.listener.text(decodeEntities(buffer.slice(at, less)));
      const end = this.takeTag(buffer, less);
      if (end < 0) return less;
      at = end;
    }
  }

  /** Where scanning goes on behind the tag at `less`, or −1 when its end has not come yet. */
  private takeTag(buffer: string, less: number): number {
    const sign = buffer.charCodeAt(less + 1);
    if (sign === 33 || sign === 63) return this.takeSpecial(buffer, less);
    const end = tagEnd(buffer, less + 1);
    if (end < 0) return -1;
    if (sign === SLASH) {
      this.listener.close(localName(buffer.slice(less + 2, end).trimEnd()));
      return end + 1;
    }
    const isClosed = buffer.charCodeAt(end - 1) === SLASH;
    const tag = buffer.slice(less + 1, isClosed ? end - 1 : end);
    const space = tag.search(/\s/);
    const name = localName(space < 0 ? tag : tag.slice(0, space));
    this.listener.open(name, space < 0 ? '' : tag.slice(space));
    if (isClosed) this.listener.close(name);
    return end + 1;
  }

  private takeSpecial(buffer: string, less: number): number {
    const ends: readonly (readonly [string, string])[] = [
      ['<!--', '-->'],
      ['<![CDATA[', ']]>'],
      ['<?', '?>'],
    ];
    for (const [start, stop] of ends) {
      if (!buffer.startsWith(start, less)) continue;
      const end = buffer.indexOf(stop, less + start.length);
      if (end < 0) return -1;
      if (start === '<![CDATA[') this.listener.text(buffer.slice(less + start.length, end));
      return end + stop.length;
    }
    if (buffer.length - less < '<![CDATA['.length) return -1;
    throw new TableError('FILE_MALFORMED', 'document type');
  }
}

/** The attributes of a tag by name without prefix. */
export function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const match of text.matchAll(/([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    found[match[1] ?? ''] = decodeEntities(match[2] ?? match[3] ?? '');
  }
  return found;
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g,
    (whole, hex?: string, digits?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const point = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

// A ">" may stand inside an attribute's quotes.
function tagEnd(buffer: string, from: number): number {
  let quote = 0;
  for (let at = from; at < buffer.length; at += 1) {
    const sign = buffer.charCodeAt(at);
    if (quote !== 0) {
      if (sign === quote) quote = 0;
    } else if (sign === GREATER) return at;
    else if (sign === QUOTE || sign === APOSTROPHE) quote = sign;
    else if (sign === LESS) throw new TableError('FILE_MALFORMED', 'tag in a tag');
  }
  return -1;
}
