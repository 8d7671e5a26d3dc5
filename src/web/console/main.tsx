import { startApp } from '../shared/start-app.js';
startApp(null);
