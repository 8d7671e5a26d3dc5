import { ensureBuilt, ensureInstalled } from './ensure.mjs';
import { main } from './steps.mjs';

await main(async () => {
  await ensureInstalled();
  await ensureBuilt();
});
