import { type Demo, DemoFiles, type TillKey } from './demo-files.js';
import { DemoPhone } from './phone.js';
import { refusalSlip } from './receipt.js';
import { failed } from './simulator-error.js';
import { Till, type TillAnswer } from './till.js';
import { type Transport, transportTo } from './transport.js';

export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly input: NodeJS.ReadableStream;
}

/** A till of the demo with everything a command needs. */
export interface Desk {
  readonly files: DemoFiles;
  readonly demo: Demo;
  readonly key: TillKey & { readonly store: string };
  readonly till: Till;
  readonly phone: DemoPhone;
  readonly output: Output;
}

export async function openDesk(dataDir: string, terminal: string | undefined, output: Output): Promise<Desk> {
  const files = new DemoFiles(dataDir);
  const demo = await files.demo();
  const key = await files.tillKey(demo, terminal);
  const transport: Transport = transportTo(demo.baseUrl, dataDir);
  return { files, demo, key, till: new Till(key, transport), phone: new DemoPhone(files, demo, transport), output };
}

/** Prints an answer as the till's slip, or as it came; returns the exit code. */
export function print(
  answer: TillAnswer,
  json: boolean,
  { output }: Desk,
  receipt: (body: TillAnswer['body']) => string,
): number {
  const done = answer.status < 300;
  if (json) output.out(JSON.stringify(answer.body));
  else if (done) output.out(receipt(answer.body));
  else if (answer.body['code'] === 'DEVICE_REPLACED')
    output.err('The phone that showed this code was replaced: the card is bound elsewhere.');
  else output.out(refusalSlip(answer.body, answer.status));
  return done ? 0 : 1;
}

/** A signed answer that is not what the API describes: this simulator and the platform are of different versions. */
export const strange = () => failed('The answer is not what this simulator understands: build it again.');
