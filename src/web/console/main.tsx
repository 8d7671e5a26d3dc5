import { startApp } from '../shared/start-app.js';
import { startTexts } from '../shared/texts.js';
import { App } from './app.js';
import { session } from './session.js';
import zh from './texts/zh-CN.json';

void session.refresh();
void startTexts(zh, () => import('./texts/en-US.json')).then(() => startApp(<App />));
