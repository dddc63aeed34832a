import { dayOfEvent } from '../../shared-types/src/engine/clock.ts'
import type { Scope } from '../../shared-types/src/engine/evaluate.ts'
import { apply } from '../../shared-types/src/engine/fold.ts'
import { kindOf } from '../../shared-types/src/engine/kinds.ts'
import type { Case, CaseEvent, Problem } from '../../shared-types/src/model/case.ts'
import type { Kind } from '../../shared-types/src/model/domain.ts'
import type { User } from '../../shared-types/src/model/person.ts'
import type { PushAnswer, Station } from '../../shared-types/src/protocol.ts'
import { decideWith } from '../../shared-types/src/store/decide-with.ts'
import { AUDIT } from './audit.ts'
import { followStation } from './audit-station.ts'
import { authorOf } from './author.ts'
import { noteFiles } from './case-files.ts'
import type { CodeSigner } from './codes/code-signer.ts'
import { followCodes } from './codes/follow-codes.ts'
import type { Directory, ReadDirectory } from './directory.ts'
import { erasedCases } from './disposed.ts'
import { append, knownEvents } from './event-log.ts'
import { groupProblems } from './group-shape.ts'
import { movesCase } from './moves-case.ts'
import { type Drawn, drawnNumbers, drawsNumbers, leasedTo, noteNumbers, takenNumbers } from './numbers.ts'
import { noteBursts, type RevealLimit } from './reveal-burst.ts'
import type { Store, Turn } from './store.ts'

export type Verdict = PushAnswer['verdicts'][number]

export interface AcceptParts {
  store: Store
  directory: ReadDirectory
  now: () => string
  /** From when on reveals are told of; as usual unless told. */
  reveals?: RevealLimit
  /** Signs the codes that cases bear; without one none are made. */
  codes?: CodeSigner
}

/** What one transaction knows while it takes events: nothing of it can change before it commits. */
interface Taking {
  turn: Turn
  directory: Directory
  station: Station
  now: string
  /** Whether a number lies in a block of the station's; read when first asked for. */
  leased: () => ReturnType<typeof leasedTo>
}

/**
 * Takes units into the log, each an event or all events of one group: accepted all together, or refused all together and
 * kept with the reasons. Each event gets its verdict; one that was sent before gets the verdict of then. One transaction,
 * in its turn, which others that wait may share: nobody else writes between what it reads and what it decides.
 */
export function accept(
  parts: AcceptParts,
  station: Station,
  units: readonly (readonly CaseEvent[])[],
): Promise<Verdict[]> {
  return parts.store.together(units.length, async turn => {
    const leases: { read?: ReturnType<typeof leasedTo> } = {}
    const taking: Taking = {
      turn,
      directory: await parts.directory(turn.db),
      station,
      now: parts.now(),
      leased: () => {
        leases.read ??= leasedTo(turn.db, station.id)
        return leases.read
      },
    }
    const verdicts = await earlierVerdicts(turn, station, units.flat())
    const taken: CaseEvent[] = []
    for (const unit of units) {
      const fresh = unit.filter(e => !verdicts.has(e.id))
      if (fresh.length) for (const v of await take(taking, fresh)) verdicts.set(v.id, v)
      taken.push(...fresh)
    }
    await followStation(turn, station, taken, taking.now)
    await noteBursts(turn, taken, taking.now, parts.reveals)
    if (parts.codes) {
      const good = taken.filter(e => verdicts.get(e.id)?.verdict === 'accepted')
      await followCodes({ turn, directory: taking.directory, signer: parts.codes, now: taking.now }, good)
    }
    return units.flat().map(e => verdicts.get(e.id)!)
  })
}

/** Of events that are known; one that another station sent says nothing of what became of it. */
async function earlierVerdicts(
  turn: Turn,
  station: Station,
  events: readonly CaseEvent[],
): Promise<Map<string, Verdict>> {
  const known = await knownEvents(
    turn.db,
    events.map(e => e.id),
  )
  const strange = { verdict: 'refused', seq: 0, problems: [{ code: 'unknown', with: { why: 'id' } }] } as const
  return new Map(
    [...known].map(([id, row]): [string, Verdict] => [
      id,
      row.station === station.id
        ? { id, verdict: row.verdict, seq: row.seq, problems: JSON.parse(row.problems) as Problem[] }
        : { id, ...strange, problems: [...strange.problems] },
    ]),
  )
}

async function take(taking: Taking, events: readonly CaseEvent[]): Promise<Verdict[]> {
  const { turn, station } = taking
  const erased = await erasedCases(
    turn.db,
    events.filter(e => e.type !== AUDIT).map(e => e.caseId),
  )
  const judged = erased.size ? tooLate(events, erased) : await judge(taking, events)
  const refused = judged.problems.some(p => p.length > 0)
  const verdict = refused ? 'refused' : 'accepted'
  const verdicts: Verdict[] = []
  for (const [i, event] of events.entries()) {
    const problems = refused ? (judged.problems[i]!.length ? judged.problems[i]! : [WITH_OTHERS]) : []
    const kind = judged.counts && !refused ? kindOf(turn.kinds, event.type) : undefined
    const seq = await append(turn, {
      event,
      station: station.id,
      verdict,
      problems,
      folded: kind !== undefined,
      moves: kind !== undefined && movesCase(kind, judged.before[i], event),
      receivedAt: taking.now,
      erased: event.type !== AUDIT && erased.has(event.caseId),
    })
    await noteNumbers(turn.db, judged.drawn[i] ?? [], event, station.id, verdict)
    if (kind) await fold(turn, kind, judged.before[i], event, seq)
    verdicts.push({ id: event.id, verdict, seq, problems })
  }
  return verdicts
}

const WITH_OTHERS: Problem = { code: 'group', with: { why: 'other' } }

interface Judged {
  problems: Problem[][]
  before: (Case | undefined)[]
  /** The numbers out of the station's own blocks that each event brings. */
  drawn: readonly (readonly Drawn[])[]
  /** The events are of record types and fold into cases. */
  counts: boolean
}

const notCounted = (problems: Problem[][]): Judged => ({ problems, before: [], drawn: [], counts: false })

/** What is said of a case after it was erased is refused; lines of the audit about it are still taken. */
const tooLate = (events: readonly CaseEvent[], erased: ReadonlyMap<string, unknown>): Judged =>
  notCounted(
    events.map(e => (e.type !== AUDIT && erased.has(e.caseId) ? [{ code: 'unknown', with: { why: 'erased' } }] : [])),
  )

async function judge(taking: Taking, events: readonly CaseEvent[]): Promise<Judged> {
  const { turn, directory, station } = taking
  const [first] = events
  if (first!.type === AUDIT && events.length === 1) {
    const wrong = first!.station === station.id ? [] : [{ code: 'forbidden' as const, with: { why: 'station' } }]
    return notCounted([wrong])
  }
  const users = await Promise.all(events.map(e => authorOf(turn.db, directory, station, e)))
  const outside = events.map((e, i) => strangers(station, e, users[i]))
  if (outside.some(p => p.length)) return notCounted(outside)
  if (givesUp(turn, first!)) return notCounted(await withdrawal(turn, station, events))
  const shape = groupProblems(events)
  if (shape.length) return notCounted(events.map(() => shape))
  return decided(taking, events, users as User[])
}

async function decided(taking: Taking, events: readonly CaseEvent[], users: readonly User[]): Promise<Judged> {
  const { turn, directory } = taking
  const { kinds } = turn
  const leased = events.some(e => drawsNumbers(kinds.get(e.type), e)) ? await taking.leased() : () => false
  const scopeOf = (event: CaseEvent, kind: Kind): Scope => ({
    today: dayOfEvent(event, directory.zone),
    user: users[events.indexOf(event)]!,
    parameters: directory.parameters,
    leased: (series, text) => leased(kind.domain, series, text),
  })
  const { problems, before } = await decideWith(turn.cases, kinds, events, scopeOf)
  if (!events.every(e => kinds.has(e.type))) return notCounted(problems)
  const drawn = events.map((event, i) => {
    const kind = kindOf(kinds, event.type)
    return drawnNumbers(kind, before[i], event).filter(d => leased(kind.domain, d.name, d.text))
  })
  for (const [i, numbers] of drawn.entries()) {
    const earlier = drawn.slice(0, i).flat()
    if (problems[i]!.length === 0) problems[i]!.push(...(await takenNumbers(turn.db, numbers, earlier)))
  }
  return { problems, before, drawn, counts: true }
}

/** The event must come from the station that sends it, and its author hold that post there. */
function strangers(station: Station, event: CaseEvent, user: User | undefined): Problem[] {
  if (event.station !== station.id) return [{ code: 'forbidden', with: { why: 'station' } }]
  return user ? [] : [{ code: 'forbidden', with: { why: 'author' } }]
}

/** `withdraw` gives up a refused event, unless the record type has a step of that name. */
function givesUp(turn: Turn, event: CaseEvent): boolean {
  const steps = turn.kinds.get(event.type)?.record.workflow.steps ?? {}
  return event.act === 'withdraw' && !Object.hasOwn(steps, 'withdraw')
}

/** Giving up a refused event is kept for the record; it changes no case. */
async function withdrawal(turn: Turn, station: Station, events: readonly CaseEvent[]): Promise<Problem[][]> {
  const [event] = events
  const wrong: Problem = { code: 'unknown', with: { step: 'withdraw' } }
  const onlyReason = Object.keys(event!.patch).every(field => field === 'reason')
  if (events.length > 1 || !event!.mends || !onlyReason) return events.map(() => [wrong])
  const mended = (await knownEvents(turn.db, [event!.mends])).get(event!.mends)
  return [mended?.verdict === 'refused' && mended.station === station.id ? [] : [wrong]]
}

async function fold(turn: Turn, kind: Kind, before: Case | undefined, event: CaseEvent, seq: number): Promise<void> {
  await turn.cases.put([apply(kind, before, { ...event, seq, verdict: 'accepted', problems: [] })])
  await noteFiles(turn.db, kind, event)
}
