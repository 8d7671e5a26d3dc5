// The books: accounts and postings, one debit and one credit each, that nobody can rewrite.
// Modules above hand in entries inside their own transaction; an event is posted once however often it is told.
// Balances are kept with the postings and can be recomputed from them at any time.
export {
  FUNDING,
  budgetLineAccount,
  campaignAccount,
  merchantAccount,
  type Entry,
  type EntryLine,
} from './chart.rules.js';
export { LedgerAccountEntity } from './ledger-account.entity.js';
export { LedgerModule } from './ledger.module.js';
export type { AccountMismatch, AccountPosting, BooksCheck, PostingView } from './ledger.queries.js';
export { LedgerService } from './ledger.service.js';
export { PostingEntity } from './posting.entity.js';
