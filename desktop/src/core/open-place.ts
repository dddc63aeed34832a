import { may } from '../../../shared-types/src/engine/access.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { CALLS, type CallName, type Notice } from '../api.ts'
import { asking } from './asking.ts'
import { noteRefused } from './audit-refused.ts'
import { CallRefusal } from './call-refusal.ts'
import { casesFault } from './cases-file.ts'
import type { Client, Core, CoreOptions } from './core.ts'
import type { Desk } from './desk.ts'
import { enrol } from './enrolment.ts'
import { failureOf, isBug } from './failure.ts'
import { demandUnlocked, hangs, toldWhileLocked } from './locked-calls.ts'
import { openDesk } from './open-desk.ts'
import { demandPlace } from './place-calls.ts'
import { type PlaceSeat, placeSeat } from './place-seat.ts'
import { wordNotice } from './word-notice.ts'

/** A core for people without a window. Each client has a seat of its own, for as long as it is not told to leave. */
export interface Place extends Core {
  /** Whether it is a station of the centre. */
  isEnrolled(): boolean
  /** Makes it one, by a one-time code; as at a window. @throws CallRefusal, ServerUnreachable, KeyFault */
  enrol(ask: { server: string; code: string; name: string }): Promise<void>
  /** Whether somebody is signed in there. */
  isTaken(client: Client): boolean
  /** Signs out whoever sits there, and forgets the seat. */
  leave(client: Client): Promise<void>
}

interface Sitting extends PlaceSeat {
  hearers: Set<(notice: Notice) => void>
}

/**
 * Opens the core of the supervisors' place on its data folder. It is a station of the unit that it serves, without
 * devices; who may see what is decided for each person anew, as at a window.
 * @throws FolderLockFault, StorageFault
 */
export async function openPlace(options: Omit<CoreOptions, 'shell' | 'place'>): Promise<Place> {
  const seats = new Map<Client, Sitting>()
  const whole: CoreOptions = { ...options, shell: 'web', place: true }
  const { demo: _, ...without } = whole
  const { desk, close } = await openDesk(without, notice => {
    for (const [client, seat] of seats) void told(seat, client, notice).catch(error => options.log?.(error))
  })
  const seatOf = (client: Client): Sitting => {
    const known = seats.get(client)
    if (known) return known
    const hearers: Sitting['hearers'] = new Set()
    const tell = (notice: Notice) => {
      const seat = seats.get(client)
      if (seat) said(seat, client, notice)
    }
    const seat = { ...placeSeat(desk, whole, tell), hearers }
    seats.set(client, seat)
    return seat
  }
  const leave = async (client: Client) => {
    const seat = seats.get(client)
    seats.delete(client)
    await seat?.close()
  }
  return {
    call: (name, args, client) => called(seatOf(client), name, args, client, options.log) as ReturnType<Core['call']>,
    listen(hear, client) {
      const { hearers } = seatOf(client)
      hearers.add(hear)
      return () => void hearers.delete(hear)
    },
    isEnrolled: () => desk.enrolment() !== undefined,
    enrol: ask => enrol(desk, ask),
    isTaken: client => seats.get(client)?.desk.session.person() !== undefined,
    leave,
    async close() {
      for (const client of [...seats.keys()]) await leave(client)
      await close()
    },
  }
}

async function called(
  { desk, handlers }: Sitting,
  name: string,
  args: unknown,
  client: Client,
  log: CoreOptions['log'],
): Promise<unknown> {
  try {
    if (!Object.hasOwn(CALLS, name)) throw new CallRefusal('not-found', 'call.unknown', { name: name.slice(0, 60) })
    demandPlace(name)
    demandUnlocked(desk.idle, name as CallName, hangs(desk.session, client))
    const handler = handlers[name as CallName] as (args: unknown, client: Client) => unknown
    return await handler(CALLS[name as CallName].args.parse(args ?? {}), client)
  } catch (error) {
    const failure = failureOf(casesFault(desk.folder, error), client.language)
    if (isBug(failure)) log?.(error)
    await noteRefused(desk, name, failure)
    throw failure
  }
}

/** Says it to all tabs of one seat, unless the seat is locked. */
function said({ desk, hearers }: Sitting, client: Client, notice: Notice): void {
  if (desk.idle.locked() && !toldWhileLocked(notice)) return
  for (const hear of hearers) hear(wordNotice(notice, client.language))
}

/** Of what happens to all, what concerns this person: neither devices, nor cases that they may not read. */
async function told(seat: Sitting, client: Client, notice: Notice): Promise<void> {
  if (notice.topic === 'status' || notice.topic === 'session') return said(seat, client, notice)
  if (notice.topic !== 'cases' || !seat.desk.session.user()) return
  const theirs = await readable(seat.desk, client, notice)
  if (theirs && seat.desk.session.user()) said(seat, client, theirs)
}

/** That cases changed, for whoever may read them; nothing when none of them is theirs. */
async function readable(
  desk: Desk,
  client: Client,
  { types, ids }: Extract<Notice, { topic: 'cases' }>,
): Promise<Notice | undefined> {
  const { user, scope } = asking(desk, client)
  if (!ids.length || ids.length >= MANY) {
    const known = types.filter(type => desk.kinds.get(type)?.record.access[user.role]?.read)
    return known.length ? { topic: 'cases', types: known, ids: [] } : undefined
  }
  const cases = [...(await desk.projection.cases.get(ids)).values()].filter(c =>
    may(kindOf(desk.kinds, c.type), 'read', c, scope),
  )
  if (!cases.length) return undefined
  return { topic: 'cases', types: [...new Set(cases.map(c => c.type))], ids: cases.map(c => c.id) }
}

/** A notice names at most so many cases; of more it names the first. */
const MANY = 200
