// Before the suites that need it: one PostgreSQL for all, fast because it forgets on a crash, and one migrated database
// to copy. Our TypeScript is imported as plain ES modules here, outside Jest's own module system.
import './support/typescript.mjs';

export default async function setUp() {
  const { startTestCluster } = await import('./support/cluster.ts');
  globalThis.testCluster = await startTestCluster();
}
