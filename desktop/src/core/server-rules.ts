import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type { RuleRunRequest, RuleRunsAnswer } from '../../../shared-types/src/protocol-rule-runs.ts'
import type {
  AdoptRequest,
  ExemptionRequest,
  ExemptionsAnswer,
  RehearsalLine,
  RehearsalRequest,
  RehearsalsAnswer,
  RuleChangeRequest,
  RulesAnswer,
} from '../../../shared-types/src/protocol-rules.ts'
import { pathSegment } from './path-segment.ts'
import type { ServerRequests } from './server-request.ts'

/** What a supervisor asks the centre about its rules. */
export interface RuleRequests {
  rules(): Promise<RulesAnswer>
  setRule(ask: RuleChangeRequest): Promise<void>
  withdrawRule(version: number, reason: string): Promise<void>
  exemptions(): Promise<ExemptionsAnswer>
  addExemption(ask: ExemptionRequest): Promise<void>
  endExemption(id: string, reason: string): Promise<void>
  rehearsals(): Promise<RehearsalsAnswer>
  rehearsal(id: string): Promise<RehearsalLine>
  beginRehearsal(ask: RehearsalRequest): Promise<{ id: string }>
  cancelRehearsal(id: string): Promise<void>
  adoptRehearsal(id: string, ask: AdoptRequest): Promise<{ version: number }>
  ruleRuns(days: RuleRunRequest): Promise<RuleRunsAnswer>
  judgeRules(days: RuleRunRequest): Promise<void>
}

export const ruleRequests = ({ get, send }: ServerRequests): RuleRequests => ({
  rules: () => get(ROUTES.rules),
  setRule: async ask => void (await send('POST', ROUTES.rules, ask)),
  withdrawRule: async (version, reason) => void (await send('POST', `${ROUTES.rules}/${version}/withdraw`, { reason })),
  exemptions: () => get(ROUTES.exemptions),
  addExemption: async ask => void (await send('POST', ROUTES.exemptions, ask)),
  endExemption: async (id, reason) =>
    void (await send('POST', `${ROUTES.exemptions}/${pathSegment(id)}/end`, { reason })),
  rehearsals: () => get(ROUTES.rehearsals),
  rehearsal: id => get(`${ROUTES.rehearsals}/${pathSegment(id)}`),
  beginRehearsal: ask => send('POST', ROUTES.rehearsals, ask),
  cancelRehearsal: async id => void (await send('POST', `${ROUTES.rehearsals}/${pathSegment(id)}/cancel`, {})),
  adoptRehearsal: (id, ask) => send('POST', `${ROUTES.rehearsals}/${pathSegment(id)}/adopt`, ask),
  ruleRuns: ({ from, to }) => get(`${ROUTES.ruleRuns}?${new URLSearchParams({ from, to })}`),
  judgeRules: async days => void (await send('POST', ROUTES.ruleRuns, days)),
})
