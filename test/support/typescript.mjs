// Lets plain Node import this project's TypeScript as the ES modules it is: `node --import ./test/support/typescript.mjs x.ts`.
// For what runs beside Jest: the global setup, and processes that tests start and kill.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
