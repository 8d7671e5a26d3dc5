// A process that starts the embedded database and waits to be killed: what tests of a crash kill.
import './typescript.mjs';

const { startEmbedded } = await import('../../src/platform/embedded/index.ts');
try {
  const cluster = await startEmbedded({ dataDir: process.argv[2], durable: false });
  console.log(JSON.stringify({ pid: cluster.pid, url: cluster.superuserUrl('postgres') }));
  // Until it is killed, or the test that started it is gone.
  process.stdin.resume().on('end', () => process.exit(0));
} catch (error) {
  console.log(JSON.stringify({ fault: error.fault, message: error.message }));
}
