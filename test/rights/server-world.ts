import { createHash, randomUUID } from 'node:crypto'
import type { RequestSigner } from '../../desktop/src/core/request-signer.ts'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import { type Person, ROLES, type Role } from '../../shared-types/src/model/person.ts'
import { HEADERS, ROUTES } from '../../shared-types/src/protocol.ts'
import { addUnit } from '../../sync-server/src/found.ts'
import { openSession } from '../../sync-server/src/sessions.ts'
import { putSetting } from '../../sync-server/src/settings.ts'
import { endStation } from '../../sync-server/src/station-stop.ts'
import { type Deployment, eventBy } from '../../sync-server/test/deployment.ts'
import { type Made, signedHead, stranger } from '../../sync-server/test/signed.ts'
import { windowOf } from '../../sync-server/test/window.ts'
import type { Reach } from './table.ts'

/** One request, whoever makes it. */
export interface Request {
  method: string
  path: string
  body?: string | Uint8Array<ArrayBuffer>
  mime?: string
  /** Of what is given out in pieces. */
  range?: string
}

/** Somebody who asks: what they are in the table, and how their requests are headed. */
export interface Asker {
  name: string
  /** What the door answers them instead of letting them in, where it does. */
  stopped: { station?: string; person?: string }
  role?: Role
  top?: true
  head(request: Request, at: Made): Promise<Record<string, string>>
}

export interface ServerWorld {
  d: Deployment
  /** The asking stations: of a district for what people ask, of a police station for what stations are given. */
  district: Made
  police: Made
  askers: Asker[]
  /** Of each unit: its station, somebody who works there, and a letter with a scan, brought in by that station. */
  at: Readonly<Record<string, { made: Made; clerk: Person; letter: CaseEvent; scan: string }>>
  /** A new person with that post; everybody has the same password. */
  person(role: Role, unit: string): Promise<Person>
  session(station: Made, person: Person): Promise<string>
  /** Two digits that no station of the unit has. */
  number(unit: string): string
}

/** The units of a target, as seen from the district and from the police station below it. */
export const UNIT_OF: Readonly<Record<'district' | 'police', Readonly<Record<Reach, string>>>> = {
  district: { own: 'D1', below: 'S1', above: 'C', beside: 'D2' },
  police: { own: 'S1', below: 'W1', above: 'D1', beside: 'S2' },
}

/** The deployment of the server's tests, with people of every role at one district and a station at every unit. */
export async function serverWorld(d: Deployment): Promise<ServerWorld> {
  await addUnit(d.parts, { id: 'W1', name: '一所一号窗口', level: 'window', parent: 'S1' })
  const { hash } = await d.parts.store.db.selectFrom('credentials').select('hash').executeTakeFirstOrThrow()
  const person: ServerWorld['person'] = async (role, unit) => {
    const id = randomUUID()
    const made: Person = {
      id,
      name: `${role} ${unit}`,
      login: `login-${id}`,
      posts: [{ id: randomUUID(), role, unit }],
    }
    await d.put(made)
    await d.parts.store.db.insertInto('credentials').values({ person: id, login: made.login, hash }).execute()
    return made
  }
  const session: ServerWorld['session'] = async ({ station }, { id }) =>
    (await openSession(d.parts.store.db, station, id, d.clock.now)).session
  const at: Record<string, ServerWorld['at'][string]> = {}
  for (const unit of ['C', 'D1', 'D2', 'S1', 'S2', 'W1']) at[unit] = await workAt(d, unit, await person('clerk', unit))
  const district = await d.station('D1', '90')
  const police = await d.station('S1', '90')
  const used = new Map<string, number>()
  const number = (unit: string) => {
    used.set(unit, (used.get(unit) ?? 0) + 1)
    return String(used.get(unit)).padStart(2, '0')
  }
  const world = { d, district, police, at, person, session, number }
  return { ...world, askers: await askersOf(world) }
}

/** A letter with a scan, written at that unit's own station. */
async function workAt(d: Deployment, unit: string, clerk: Person): Promise<ServerWorld['at'][string]> {
  const made = await d.station(unit, '80')
  const bytes = new TextEncoder().encode(`%PDF-1.4 scan of ${unit} %%EOF`)
  const scan = createHash('sha256').update(bytes).digest('hex')
  const url = new URL(`${ROUTES.files}/${scan}`, d.address)
  const head = await signedHead(made, { method: 'PUT', url, body: bytes })
  const sent = await fetch(url, { method: 'PUT', headers: { ...head, 'content-type': 'application/pdf' }, body: bytes })
  if (sent.status !== 200) throw new Error(`${unit}: scan ${sent.status}`)
  const patch = { text: `letter of ${unit}`, scan: [scan] }
  const letter = eventBy(d, made.station, clerk, { type: 'mail.letter', act: 'edit', patch })
  const [verdict] = await windowOf(d, made).push(letter)
  if (verdict?.verdict !== 'accepted') throw new Error(`${unit}: ${JSON.stringify(verdict)}`)
  return { made, clerk, letter, scan }
}

async function askersOf(world: Omit<ServerWorld, 'askers'>): Promise<Asker[]> {
  const { d, person, session } = world
  const ended = await d.station('D1', '91')
  await d.parts.store.transaction(turn => endStation(turn, ended.station, '试', d.clock.now))
  const cloned = await d.station('D1', '92')
  await d.parts.store.db
    .updateTable('station_keys')
    .set({ state: 'cloned' })
    .where('station', '=', cloned.station.id)
    .execute()
  const anyone = await person('administrator', 'D1')
  const left = await person('security', 'D1')
  await d.parts.store.transaction(turn =>
    putSetting(turn, { id: `person:${left.id}`, kind: 'person', value: { ...left, ended: true } }, d.clock.now),
  )
  const strange = stranger(() => d.clock.now, world.district.station.id)
  const elsewhere = await d.station('C', '91')
  const never = (name: string, code: string, head: Asker['head']): Asker => ({
    name,
    stopped: { station: code, person: code },
    head,
  })
  const only = (name: string, head: Asker['head']): Asker => ({ name, stopped: { person: 'session' }, head })
  const asker = (who: Person, role: Role, top?: true): Asker => ({
    name: top ? `${role} of the top` : role,
    stopped: {},
    role,
    ...(top && { top }),
    head: async (request, at) => signed(d, at, request, await session(at, who)),
  })
  const people: Asker[] = []
  for (const role of ROLES) people.push(asker(await person(role, 'D1'), role))
  for (const role of ['administrator', 'security', 'audit'] as const)
    people.push(asker(d.people[role === 'administrator' ? 'admin' : role], role, true))
  return [
    never('a machine without a key', 'station', async () => ({})),
    never('a session without a station', 'station', async (_, at) => ({
      [HEADERS.session]: await session(at, anyone),
    })),
    never('a key that nobody knows', 'signature', request => signed(d, strange, request)),
    never('a station that was ended', 'ended', request => signed(d, ended, request)),
    never('a station with a copied key', 'cloned', request => signed(d, cloned, request)),
    only('a station', (request, at) => signed(d, at, request)),
    only('a session of another station', async (request, at) =>
      signed(d, at, request, await session(elsewhere, anyone)),
    ),
    only('the session of one who left', async (request, at) => signed(d, at, request, await session(at, left))),
    ...people,
  ]
}

const signed = (
  d: Deployment,
  { signer }: { signer: RequestSigner },
  { method, path, body }: Request,
  session?: string,
) =>
  signedHead(
    { signer },
    { method, url: new URL(path, d.address), ...(body !== undefined && { body }), ...(session && { session }) },
  )
