import type { Desk } from '../desk.ts'
import { ruleRunsView } from '../rule-run-views.ts'
import { rulesAnswered } from '../rules-answered.ts'
import type { Handlers } from './handlers.ts'

/** What the centre's rules judged when: the centre says who may look and have days judged. */
export function ruleRunsCalls(desk: Desk): Pick<Handlers, Extract<keyof Handlers, `ruleRuns.${string}`>> {
  const { server } = desk
  return {
    'ruleRuns.view': (days, client) =>
      rulesAnswered(
        desk,
        client,
        () => server.ruleRuns(days),
        async (worded, answer) => ruleRunsView(worded, answer),
      ),
    'ruleRuns.judge': (days, client) =>
      rulesAnswered(
        desk,
        client,
        () => server.judgeRules(days),
        async () => null,
      ),
  }
}
