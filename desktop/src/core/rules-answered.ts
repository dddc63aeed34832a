import type { Actor } from '../../../shared-types/src/model/person.ts'
import { type Asking, asking } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Client } from './core.ts'
import type { Desk } from './desk.ts'
import { parameterLabel } from './rule-views.ts'
import { ServerRefusal } from './server-fault.ts'

const SETTERS: readonly Actor[] = ['supervisor', 'administrator']

/** Does the work at the centre and words what comes of it; what the centre refuses becomes a sentence. */
export async function rulesAnswered<T, A>(
  desk: Desk,
  client: Client,
  work: () => Promise<T>,
  view: (worded: Pick<Asking, 'words'> & { kinds: Desk['kinds'] }, done: T) => Promise<A>,
): Promise<A> {
  const { user, words } = asking(desk, client)
  if (!SETTERS.includes(user.role)) throw new CallRefusal('forbidden', 'rules.forbidden')
  try {
    return await view({ kinds: desk.kinds, words }, await work())
  } catch (error) {
    throw error instanceof ServerRefusal ? (sentence(error, words) ?? error) : error
  }
}

/** By what the centre says does not fit. */
const REFUSED: Readonly<Record<string, string>> = {
  past: 'rules.past',
  unit: 'rules.unit',
  begun: 'rules.begun',
  order: 'rules.order',
  long: 'rules.longExemption',
  year: 'rules.longPeriod',
  over: 'rules.over',
  running: 'rules.running',
  room: 'rules.room',
  future: 'rules.future',
  unfinished: 'rules.unfinished',
  today: 'rules.runsToday',
  days: 'rules.runsLong',
}

function sentence({ status, detail = '' }: ServerRefusal, words: Asking['words']): CallRefusal | undefined {
  if (status === 403) return new CallRefusal('forbidden', 'rules.forbidden')
  if (status === 404) return new CallRefusal('not-found', 'rules.missing')
  if (status !== 409) return undefined
  const [what = '', name = '', min = '', max = '', whole] = detail.split(' ')
  if (what === 'calendar') return new CallRefusal('problems', 'rules.noCalendar', { year: name })
  const values = { label: parameterLabel(words, name), min, max }
  if (what === 'range') return new CallRefusal('problems', whole ? 'rules.rangeWhole' : 'rules.range', values)
  const say = REFUSED[what]
  return say === undefined ? undefined : new CallRefusal('problems', say)
}
