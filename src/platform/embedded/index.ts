// PostgreSQL without an installation: starts the binaries that npm brought, keeps them to this machine, and takes them
// down with this process, however it ends. For trying out and for one machine; production names its own DATABASE_URL.
// Nothing here knows the business; it also runs before Nest does, and in the tests.
export { startEmbedded, type EmbeddedCluster, type EmbeddedOptions } from './cluster.js';
export { EmbeddedError, type EmbeddedFault } from './embedded-error.js';
export { guard, type Guarded } from './guardian.js';
export { freePort } from './port.js';
