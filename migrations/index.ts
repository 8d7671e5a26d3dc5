import { Access1795000000000 } from './1795000000000-access.js';
import { Events1795000001000 } from './1795000001000-events.js';
import { Organizations1795000002000 } from './1795000002000-organizations.js';
import { Identity1795000003000 } from './1795000003000-identity.js';
import { Members1795000004000 } from './1795000004000-members.js';
import { Cards1795000005000 } from './1795000005000-cards.js';
import { Merchants1795000006000 } from './1795000006000-merchants.js';
import { Benefits1795000007000 } from './1795000007000-benefits.js';
import { Ledger1795000008000 } from './1795000008000-ledger.js';
import { Redemption1795000009000 } from './1795000009000-redemption.js';
import { Reporting1795000010000 } from './1795000010000-reporting.js';
import { CardProof1795000100500 } from './1795000100500-card-proof.js';
import { EnrolmentHandle1795000106000 } from './1795000106000-enrolment-handle.js';
import { Growth1795000200000 } from './1795000200000-growth.js';
import { MoneyPath1795000201000 } from './1795000201000-money-path.js';
import { Auditor1795000202000 } from './1795000202000-auditor.js';
import { Quotes1795000203000 } from './1795000203000-quotes.js';
import { Holdings1795000300000 } from './1795000300000-holdings.js';
import { MemberLists1795000301000 } from './1795000301000-member-lists.js';
import { BudgetTree1795000302000 } from './1795000302000-budget-tree.js';
import { CampaignSchedule1795000303000 } from './1795000303000-campaign-schedule.js';
import { PlasticCode1795000304000 } from './1795000304000-plastic-code.js';
import { MissingAttributes1795000304100 } from './1795000304100-missing-attributes.js';
import { CampaignBoard1795000305000 } from './1795000305000-campaign-board.js';
import { RowSecurity1795000400000 } from './1795000400000-row-security.js';
import { Officers1795000400100 } from './1795000400100-officers.js';
import { Imports1795000401000 } from './1795000401000-imports.js';
import { MemberTransfers1795000402000 } from './1795000402000-member-transfers.js';
import { Applicants1795000402100 } from './1795000402100-applicants.js';
import { Applications1795000402200 } from './1795000402200-applications.js';
import { Surrogates1795000403000 } from './1795000403000-surrogates.js';
import { Privacy1795000403100 } from './1795000403100-privacy.js';
import { PhoneOfNobody1795000403900 } from './1795000403900-phone-of-nobody.js';
import { CategoryCases1795000404000 } from './1795000404000-category-cases.js';
import { Evidence1795000404100 } from './1795000404100-evidence.js';
import { CardPlastic1795000405000 } from './1795000405000-card-plastic.js';
import { CardTakeover1795000405500 } from './1795000405500-card-takeover.js';
import { SecondFactor1795000406000 } from './1795000406000-second-factor.js';
import { CardKeys1795000406100 } from './1795000406100-card-keys.js';
import { RevocationLists1795000406200 } from './1795000406200-revocation-lists.js';
import { Indicators1795000407000 } from './1795000407000-indicators.js';
import { UnionTree1795000408000 } from './1795000408000-union-tree.js';
import { PlasticInFlight1795000409000 } from './1795000409000-plastic-in-flight.js';
import { KeptApplications1795000410000 } from './1795000410000-kept-applications.js';
import { Withdrawals1795000410100 } from './1795000410100-withdrawals.js';
import { RevokedPlastic1795000411000 } from './1795000411000-revoked-plastic.js';
import { Reminders1795000413000 } from './1795000413000-reminders.js';
import { ApplicantPhones1795000413100 } from './1795000413100-applicant-phones.js';
import { ErasedWords1795000413200 } from './1795000413200-erased-words.js';
import { CategoryMeanings1795000414000 } from './1795000414000-category-meanings.js';
import { Hours1795000414100 } from './1795000414100-hours.js';

/** The schema's history, oldest first. */
export const migrations = [
  Access1795000000000,
  Events1795000001000,
  Organizations1795000002000,
  Identity1795000003000,
  Members1795000004000,
  Cards1795000005000,
  Merchants1795000006000,
  Benefits1795000007000,
  Ledger1795000008000,
  Redemption1795000009000,
  Reporting1795000010000,
  CardProof1795000100500,
  EnrolmentHandle1795000106000,
  Growth1795000200000,
  MoneyPath1795000201000,
  Auditor1795000202000,
  Quotes1795000203000,
  Holdings1795000300000,
  MemberLists1795000301000,
  BudgetTree1795000302000,
  CampaignSchedule1795000303000,
  PlasticCode1795000304000,
  MissingAttributes1795000304100,
  CampaignBoard1795000305000,
  RowSecurity1795000400000,
  Officers1795000400100,
  Imports1795000401000,
  MemberTransfers1795000402000,
  Applicants1795000402100,
  Applications1795000402200,
  Surrogates1795000403000,
  Privacy1795000403100,
  PhoneOfNobody1795000403900,
  CategoryCases1795000404000,
  Evidence1795000404100,
  CardPlastic1795000405000,
  CardTakeover1795000405500,
  SecondFactor1795000406000,
  CardKeys1795000406100,
  RevocationLists1795000406200,
  Indicators1795000407000,
  UnionTree1795000408000,
  PlasticInFlight1795000409000,
  KeptApplications1795000410000,
  Withdrawals1795000410100,
  RevokedPlastic1795000411000,
  Reminders1795000413000,
  ApplicantPhones1795000413100,
  ErasedWords1795000413200,
  CategoryMeanings1795000414000,
  Hours1795000414100,
];
