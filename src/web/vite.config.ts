import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { tokensCss } from './shared/tokens.js';

const root = import.meta.dirname;
const outDir = resolve(root, '../../dist/web');
const apps = ['worker', 'merchant', 'console'] as const;

/** Serves `virtual:tokens.css`, the custom properties written from tokens.ts, so that CSS and code cannot differ. */
function tokens(): Plugin {
  const id = '\0virtual:tokens.css';
  return {
    name: 'tokens-css',
    resolveId: (source) => (source === 'virtual:tokens.css' ? id : null),
    load: (loaded) => (loaded === id ? tokensCss() : null),
  };
}

/** Files the worker app needs, found by walking its imports: the other apps' code must not fill a phone's cache. */
function workerFiles(): { plugin: Plugin; has: (url: string) => boolean } {
  const found = new Set<string>();
  const plugin: Plugin = {
    name: 'worker-files',
    generateBundle(_options, bundle) {
      const visit = (fileName: string): void => {
        if (found.has(fileName)) return;
        found.add(fileName);
        const chunk = bundle[fileName];
        if (chunk?.type !== 'chunk') return;
        for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(css);
        for (const next of [...chunk.imports, ...chunk.dynamicImports]) visit(next);
      };
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && chunk.isEntry && chunk.name === 'worker') visit(chunk.fileName);
      }
    },
  };
  return { plugin, has: (url) => url.startsWith('worker/') || found.has(url) };
}

/** The worker page's service worker: its shell only. It never answers for the API, online or off. */
function workerOffline(has: (url: string) => boolean): Plugin[] {
  return VitePWA({
    strategies: 'generateSW',
    filename: 'worker/sw.js',
    scope: '/worker/',
    base: '/',
    injectRegister: false,
    manifest: false,
    workbox: {
      globDirectory: outDir,
      globPatterns: ['worker/**/*.{html,svg,png,webmanifest}', 'assets/**/*.{js,css,svg}'],
      inlineWorkboxRuntime: true,
      sourcemap: false,
      cleanupOutdatedCaches: true,
      clientsClaim: true,
      skipWaiting: true,
      navigateFallback: '/worker/index.html',
      navigateFallbackAllowlist: [/^\/worker(\/(?!v1(\/|$))|$)/],
      navigateFallbackDenylist: [/^\/worker\/v1(\/|$)/, /^\/auth(\/|$)/],
      modifyURLPrefix: { '': '/' },
      manifestTransforms: [
        (entries) => ({ manifest: entries.filter((entry) => has(entry.url.replace(/^\//, ''))), warnings: [] }),
      ],
    },
  });
}

/** Sends `/worker/anything` to the app's page while developing, as the api does in production. */
function pageFallback(): Plugin {
  return {
    name: 'page-fallback',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const app = apps.find((name) => new RegExp(`^/${name}(/(?!v1/)[^.]*)?$`).test(request.url ?? ''));
        if (app && request.headers.accept?.includes('text/html')) request.url = `/${app}/index.html`;
        next();
      });
    },
  };
}

const files = workerFiles();

export default defineConfig({
  root,
  base: '/',
  appType: 'mpa',
  plugins: [tokens(), react(), files.plugin, pageFallback(), ...workerOffline(files.has)],
  server: {
    proxy: Object.fromEntries(
      ['/auth/v1', '/worker/v1', '/merchant/v1', '/console/v1', '/pos/v1'].map((path) => [
        path,
        'http://127.0.0.1:3000',
      ]),
    ),
  },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      // Schemas nobody parses with are dropped: the phone pages import types and helpers beside them, not zod.
      treeshake: { manualPureFunctions: ['z', 'fenSchema'] },
      input: Object.fromEntries(apps.map((name) => [name, join(root, name, 'index.html')])),
    },
  },
});
