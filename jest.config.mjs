import { fileURLToPath } from 'node:url';
import { esmPackages } from './test/support/esm-packages.mjs';

// Jest's ES module mode does not work on Node 20, so everything is compiled to CommonJS: our TypeScript, and the
// packages that ship nothing else.
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const escape = (name) => name.replaceAll(/[.+]/g, '\\$&');
const compiled = esmPackages(here('node_modules')).map(escape).join('|');

const swc = (parser) => [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2023',
      parser,
      // Nest and TypeORM read parameter and column types from the emitted metadata.
      transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
      keepClassNames: true,
    },
  },
];

const common = {
  rootDir: here('.'),
  testEnvironment: here('test/support/environment.cjs'),
  testTimeout: 60_000,
  resolver: here('test/support/resolver.cjs'),
  moduleFileExtensions: ['js', 'ts', 'tsx', 'mjs', 'cjs', 'json', 'node'],
  transform: {
    '\\.ts$': swc({ syntax: 'typescript', decorators: true }),
    '\\.tsx$': swc({ syntax: 'typescript', tsx: true }),
    '\\.m?js$': swc({ syntax: 'ecmascript' }),
  },
  // Judged by the innermost package: node_modules/a/node_modules/b/x.js belongs to b.
  transformIgnorePatterns: [`/node_modules/(?!.*/node_modules/)(?!(?:${compiled})/)(?!.*\\.mjs$)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
};
const withCluster = {
  ...common,
  globalSetup: here('test/global-setup.mjs'),
  globalTeardown: here('test/global-teardown.mjs'),
};
const suite = (displayName, base, ...globs) => ({
  ...base,
  displayName,
  testMatch: globs.map((glob) => `<rootDir>/${glob}`),
});

export default {
  maxWorkers: 2,
  testSequencer: here('test/support/sequencer.cjs'),
  testTimeout: 60_000,
  projects: [
    suite('rules', common, 'src/**/*.spec.ts'),
    suite('architecture', common, 'test/architecture.spec.ts'),
    suite('integration', withCluster, 'test/integration/**/*.spec.ts'),
    suite('api', withCluster, 'test/api/**/*.spec.ts', 'test/openapi.spec.ts'),
    suite('web', withCluster, 'test/web/**/*.spec.ts'),
    suite('faults', withCluster, 'test/faults/**/*.spec.ts'),
    suite('scenarios', withCluster, 'test/scenarios/**/*.spec.ts'),
  ],
};
