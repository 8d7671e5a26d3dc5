// The audit trail: who did what to whom, written in the transaction that did it.
// Append-only: the product's own database role can neither change nor remove an entry.
// Details hold ids, states and stated purposes, never personal data or secrets.
export { AuditEntryEntity } from './audit-entry.entity.js';
export { AuditModule } from './audit.module.js';
export { AuditProcessor } from './audit.processor.js';
export { RetentionRuleEntity } from './retention/retention-rule.entity.js';
export { type Clearing, RetentionService } from './retention/retention.service.js';
export { type AuditActor, AuditService, type AuditSubject } from './audit.service.js';
export { AlertEntity } from './alert.entity.js';
export { alertErrors } from './alerts.errors.js';
export { type AlertCount, AlertsService, type NewAlert } from './alerts.service.js';
