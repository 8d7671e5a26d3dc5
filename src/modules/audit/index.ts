// Audit: who did what to what, written in the transaction of the deed.
// Entries hold surrogates and amounts, never personal data, and nobody can change or remove one.
// Every module above records its deeds here; only auditors and the city read them.
export { AuditEntryEntity } from './audit-entry.entity.js';
export { AuditModule } from './audit.module.js';
export { type AuditActor, AuditService, type AuditSubject } from './audit.service.js';
