import { may } from '../../../../shared-types/src/engine/access.ts'
import { titleOf } from '../../../../shared-types/src/engine/title.ts'
import type { Case } from '../../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../../shared-types/src/model/domain.ts'
import type { Counting } from '../../../../shared-types/src/model/record.ts'
import type { OpenStamp } from '../../api/papers.ts'
import { type Asking, asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { rights } from '../queues.ts'
import { isOwnWindow } from '../seal-rules.ts'
import { asRefusal, stampEnded } from '../seal-step.ts'
import { wordProblem } from '../wording.ts'
import type { Handlers } from './handlers.ts'
import { sealSettingCalls } from './seal-settings.ts'

type Own = 'seal.open' | 'seal.count' | 'seal.settle' | 'devices.seals' | 'devices.useSeals'

/** Stamps of which nobody knows whether they fell: a person looks at the paper and says so. None is repeated. */
export function sealCalls(desk: Desk): Pick<Handlers, Own> {
  const asked = async (id: string, client: Client) => {
    const who = asking(desk, client)
    const found = (await openStamps(desk, who)).find(({ c }) => c.id === id)
    if (!found) throw desk.printing.has(id) ? new CallRefusal('busy', 'seal.busy') : notThere()
    return { who, ...found }
  }
  return {
    ...sealSettingCalls(desk),
    'seal.open': async (_, client) => {
      const who = asking(desk, client)
      return (await openStamps(desk, who)).map(open => shown(who, open))
    },
    'seal.count': async ({ id }, client) => {
      const { who, c, counts } = await asked(id, client)
      const now = await counterNow(desk, counts, c).catch(error => {
        throw asRefusal(error, who)
      })
      return { now }
    },
    'seal.settle': async ({ id, outcome, note }, client) => {
      const { who, kind, c, counts } = await asked(id, client)
      const now = await counterNow(desk, counts, c).catch(() => undefined)
      const told = {
        ...(now !== undefined && { [counts.tells.after]: now }),
        [counts.said.by]: counts.said.person,
        [counts.said.note]: note,
      }
      const { problems, after } = await stampEnded(desk, who, kind, counts, c, outcome, told)
      return {
        id,
        problems: problems.map(p => wordProblem(p, kind, who.words)),
        ...(after && { state: after.state, title: titleOf(kind, after, who.words.language) }),
      }
    },
  }
}

const notThere = () => new CallRefusal('not-found', 'case.missing')

interface Open {
  kind: Kind
  c: Case
  counts: Counting
}

/** How long the window that began a stamp is left to settle it, ms; after that another one of the unit may. */
const ELSEWHERE = 10 * 60_000

/** Cases that stand after a stamp was begun and before its outcome was recorded, and on which no machine is at work here. */
async function openStamps(desk: Desk, who: Asking): Promise<Open[]> {
  const found: Open[] = []
  for (const kind of desk.kinds.values()) {
    if (!kind.record.access[who.user.role]?.read) continue
    for (const { counts, by, to } of Object.values(kind.record.workflow.steps)) {
      if (!counts || !by.includes(who.user.role)) continue
      const cases = await desk.projection.cases.find(kind, {
        where: rights(kind, who, { field: '$state', is: 'equal', to }),
        scope: who.scope,
        limit: 200,
      })
      const ours = cases.filter(c => isToSettle(desk, counts, c) && may(kind, 'read', c, who.scope))
      found.push(...ours.map(c => ({ kind, c, counts })))
    }
  }
  return found
}

function isToSettle(desk: Desk, { tells }: Counting, c: Case): boolean {
  if (desk.printing.has(c.id)) return false
  if (isOwnWindow(desk, tells.before, c)) return true
  return Date.parse(desk.clock.now()) - Date.parse(c.updatedAt) >= ELSEWHERE
}

const counterNow = (desk: Desk, { tells }: Counting, c: Case): Promise<number> =>
  desk.devices.seals.count(String(c.data[tells.device] ?? ''))

const shown = ({ words }: Asking, { kind, c, counts }: Open): OpenStamp => ({
  id: c.id,
  type: c.type,
  title: titleOf(kind, c, words.language),
  at: c.updatedAt,
  device: String(c.data[counts.tells.device] ?? ''),
  before: Number(c.data[counts.tells.before] ?? 0),
})
