import type { Actor } from '../../../../shared-types/src/model/person.ts'
import type { RehearsalRequest, RuleChangeRequest } from '../../../../shared-types/src/protocol-rules.ts'
import { type Asking, asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { exemptionsView, parameterLabel, rehearsalView, rulesView } from '../rule-views.ts'
import { ServerRefusal } from '../server-fault.ts'
import type { Handlers } from './handlers.ts'

type Own = Extract<keyof Handlers, `rules.${string}` | `exemptions.${string}` | `rehearsals.${string}`>

/** What the centre's rules are set to: all of it is the centre's, and each act answers how things stand after it. */
export function rulesCalls(desk: Desk): Pick<Handlers, Own> {
  const { server } = desk
  const rules = (client: Client, work: () => Promise<unknown> = async () => undefined) =>
    answered(desk, client, work, async worded => rulesView(worded, await server.rules()))
  const exemptions = (client: Client, work: () => Promise<unknown> = async () => undefined) =>
    answered(desk, client, work, async worded => exemptionsView(worded, await server.exemptions(), isUnitOf(desk)))
  return {
    'rules.view': (_, client) => rules(client),
    'rules.set': ({ unit, parameters, ...ask }, client) => {
      const change: RuleChangeRequest = {
        ...ask,
        ...(unit !== undefined && { unit }),
        ...(parameters && { parameters }),
      }
      return rules(client, () => server.setRule(change))
    },
    'rules.withdraw': ({ version, reason }, client) => rules(client, () => server.withdrawRule(version, reason)),
    'exemptions.view': (_, client) => exemptions(client),
    'exemptions.add': (ask, client) => exemptions(client, () => server.addExemption(ask)),
    'exemptions.end': ({ id, reason }, client) => exemptions(client, () => server.endExemption(id, reason)),
    ...rehearsalCalls(desk),
  }
}

function rehearsalCalls(desk: Desk): Pick<Handlers, Extract<Own, `rehearsals.${string}`>> {
  const { server } = desk
  const look = (client: Client, id: string, work: () => Promise<unknown> = async () => undefined) =>
    answered(desk, client, work, async worded => rehearsalView(worded, await server.rehearsal(id), isUnitOf(desk)))
  const done = <T>(client: Client, work: () => Promise<T>): Promise<T> =>
    answered(desk, client, work, async (_, t) => t)
  return {
    'rehearsals.list': (_, client) =>
      answered(
        desk,
        client,
        () => server.rehearsals(),
        async (worded, { rehearsals }) => rehearsals.map(line => rehearsalView(worded, line, isUnitOf(desk))),
      ),
    'rehearsals.look': ({ id }, client) => look(client, id),
    'rehearsals.begin': async ({ unit, ...ask }, client) => {
      const request: RehearsalRequest = { ...ask, ...(unit !== undefined && { unit }) }
      const { id } = await done(client, () => server.beginRehearsal(request))
      return { id }
    },
    'rehearsals.cancel': ({ id }, client) => look(client, id, () => server.cancelRehearsal(id)),
    'rehearsals.adopt': async ({ id, from, reason }, client) => {
      const { version } = await done(client, () => server.adoptRehearsal(id, { from, reason }))
      return { version }
    },
  }
}

const isUnitOf = (desk: Desk) => (id: string) => desk.directory.units().some(unit => unit.id === id)

const SETTERS: readonly Actor[] = ['supervisor', 'administrator']

/** Does the work at the centre and words what comes of it; what the centre refuses becomes a sentence. */
async function answered<T, A>(
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
  remembers: 'rules.remembers',
  future: 'rules.future',
  unfinished: 'rules.unfinished',
}

function sentence({ status, detail = '' }: ServerRefusal, words: Asking['words']): CallRefusal | undefined {
  if (status === 403) return new CallRefusal('forbidden', 'rules.forbidden')
  if (status === 404) return new CallRefusal('not-found', 'rules.missing')
  if (status !== 409) return undefined
  const [what = '', name = '', min = '', max = '', whole] = detail.split(' ')
  const values = { label: parameterLabel(words, name), min, max }
  if (what === 'range') return new CallRefusal('problems', whole ? 'rules.rangeWhole' : 'rules.range', values)
  const say = REFUSED[what]
  return say === undefined ? undefined : new CallRefusal('problems', say)
}
