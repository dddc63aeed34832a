import type { Migration } from 'kysely/migration'
import { auditChain } from './migrations/audit-chain.ts'
import { carried } from './migrations/carried.ts'
import { caseList } from './migrations/case-list.ts'
import { certificates } from './migrations/certificates.ts'
import { codeKeys } from './migrations/code-keys.ts'
import { disposal } from './migrations/disposal.ts'
import { duties } from './migrations/duties.ts'
import { facts } from './migrations/facts.ts'
import { first } from './migrations/first.ts'
import { messages } from './migrations/messages.ts'
import { nightly } from './migrations/nightly.ts'
import { openApi } from './migrations/open-api.ts'
import { pageTexts } from './migrations/page-texts.ts'
import { people } from './migrations/people.ts'
import { ruleParameters } from './migrations/rule-parameters.ts'
import { rules } from './migrations/rules.ts'
import { rulesLedger } from './migrations/rules-ledger.ts'
import { rulesProjection } from './migrations/rules-projection.ts'
import { serverKeys } from './migrations/server-keys.ts'
import { setBacks } from './migrations/set-backs.ts'
import { stationKeys } from './migrations/station-keys.ts'
import { updates } from './migrations/updates.ts'

/**
 * Every step, by its name, in the order in which they run. Never changed once released: a new form of the tables is a
 * further step with a later name. A step adds; it removes nothing that the release before it needs.
 */
export const STEPS: Readonly<Record<string, Migration>> = {
  '2026-01-first': first,
  '2026-11-audit-chain': auditChain,
  '2026-11-carried': carried,
  '2026-11-case-list': caseList,
  '2026-11-certificates': certificates,
  '2026-11-code-keys': codeKeys,
  '2026-11-disposal': disposal,
  '2026-11-duties': duties,
  '2026-11-facts': facts,
  '2026-11-messages': messages,
  '2026-11-nightly': nightly,
  '2026-11-open-api': openApi,
  '2026-11-page-texts': pageTexts,
  '2026-11-people': people,
  '2026-11-rule-parameters': ruleParameters,
  '2026-11-rules': rules,
  '2026-11-rules-ledger': rulesLedger,
  '2026-11-rules-projection': rulesProjection,
  '2026-11-server-keys': serverKeys,
  '2026-11-set-backs': setBacks,
  '2026-11-station-keys': stationKeys,
  '2026-11-updates': updates,
}
