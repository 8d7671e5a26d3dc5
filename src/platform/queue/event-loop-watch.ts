import { Worker } from 'node:worker_threads';

const BEATS_PER_LIMIT = 10;

// A thread of its own sees what a blocked event loop cannot. It counts its own looks rather than time: a machine that slept stops
// both. SIGKILL, because the blocked loop would run no handler of a softer signal; a supervisor sees it as code 137.
const SCRIPT = `
const { writeSync } = require('node:fs');
const { workerData: { beats, everyMs, looksMax, limitMs, pid } } = require('node:worker_threads');
const counter = new Int32Array(beats);
let seen = Atomics.load(counter, 0);
let looks = 0;
setInterval(() => {
  const now = Atomics.load(counter, 0);
  looks = now === seen ? looks + 1 : 0;
  seen = now;
  if (looks < looksMax) return;
  const msg = 'the event loop stood still for ' + limitMs + ' ms: ending this process for its supervisor to start it again';
  writeSync(1, JSON.stringify({ level: 'fatal', time: new Date().toISOString(), msg }) + '\\n');
  process.kill(pid, 'SIGKILL');
}, everyMs);
`;

/** Ends this process when its event loop stands still for `limitMs`. Returns what ends the watch. */
export function watchEventLoop(limitMs: number): () => void {
  const beats = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const counter = new Int32Array(beats);
  const everyMs = Math.ceil(limitMs / BEATS_PER_LIMIT);
  const beat = setInterval(() => Atomics.add(counter, 0, 1), everyMs).unref();
  const thread = new Worker(SCRIPT, {
    eval: true,
    // Nothing of how this process was started concerns the thread.
    execArgv: [],
    env: {},
    workerData: { beats, everyMs, looksMax: BEATS_PER_LIMIT, limitMs, pid: process.pid },
  });
  thread.unref();
  return () => {
    clearInterval(beat);
    void thread.terminate();
  };
}
