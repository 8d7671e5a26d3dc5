import { startApp } from '../shared/start-app.js';
import { startTexts } from '../shared/texts.js';
import { App } from './app.js';
import { session } from './session.js';
import zh from './texts/zh-CN.json';

void session.refresh();
void startTexts(zh, () => import('./texts/en-US.json')).then(() => startApp(<App />));

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  // A page without it works all the same while there is a network.
  void navigator.serviceWorker.register('/worker/sw.js', { scope: '/worker/' }).catch(() => undefined);
}
