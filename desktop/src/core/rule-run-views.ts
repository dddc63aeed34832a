import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { RuleRunLine, RuleRunsAnswer } from '../../../shared-types/src/protocol-rule-runs.ts'
import type { RuleRunDay, RuleRunState, RuleRunsView, RuleRunView } from '../api/rule-runs.ts'
import type { Asking } from './asking.ts'
import { ruleName } from './rule-name.ts'
import { coreText } from './words.ts'

interface Worded extends Pick<Asking, 'words'> {
  kinds: Kinds
}

/** What the rules judged, by days, and what stands still, in the words of who looks. */
export function ruleRunsView(worded: Worded, { runs, failed }: Pick<RuleRunsAnswer, 'runs' | 'failed'>): RuleRunsView {
  const days = Map.groupBy(runs, ({ day }) => day)
  const reasons = Map.groupBy(failed, ({ error }) => sentence(worded, error))
  return {
    days: [...days].map(([day, lines]) => dayView(worded, day, lines)),
    stuck: [...reasons].map(([why, lines]) => ({
      why,
      since: lines[0]!.day,
      rules: [...new Set(lines.map(({ rule }) => nameOf(worded, rule)))],
    })),
  }
}

function dayView(worded: Worded, day: string, lines: readonly RuleRunLine[]): RuleRunDay {
  const runs = lines.map(line => runView(worded, line)).sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
  const counts: Record<RuleRunState, number> = { failed: 0, running: 0, due: 0, again: 0, done: 0 }
  for (const { state } of runs) counts[state]++
  const sum = (of: (run: RuleRunView) => number) => runs.reduce((all, run) => all + of(run), 0)
  const endedAt = runs.reduce((last, run) => (run.endedAt > last ? run.endedAt : last), '')
  return { day, counts, alerts: sum(run => run.alerts), ms: sum(run => run.ms), endedAt, runs }
}

/** What somebody has to look at comes first. */
const ORDER: readonly RuleRunState[] = ['failed', 'running', 'due', 'again', 'done']

function runView(worded: Worded, { rule, state, again, error, ...line }: RuleRunLine): RuleRunView {
  const { alerts, ms, judged, endedAt } = line
  return {
    ...{ rule, alerts, ms, judged, endedAt },
    ruleName: nameOf(worded, rule),
    state: state === 'done' && again ? 'again' : state,
    ...(state === 'failed' && { why: sentence(worded, error) }),
  }
}

const nameOf = ({ kinds, words }: Worded, rule: string) => ruleName(kinds, words.language, rule)

function sentence({ words: { language } }: Worded, error: string): string {
  const year = /^calendar (\d+)$/.exec(error)?.[1]
  return year === undefined
    ? coreText(language, 'rules.fault', { error })
    : coreText(language, 'rules.noCalendar', { year })
}
