import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3-multiple-ciphers'
import { Kysely, SqliteDialect } from 'kysely'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Person, Unit } from '../../shared-types/src/model/person.ts'
import { type PushAnswer, ROUTES, type Setting } from '../../shared-types/src/protocol.ts'
import { forKysely } from '../../shared-types/src/store/sqlite-database.ts'
import { directoryReader } from '../../sync-server/src/directory.ts'
import { migrate } from '../../sync-server/src/migrate.ts'
import { parsed, pullQuery } from '../../sync-server/src/parse.ts'
import { pull } from '../../sync-server/src/pull.ts'
import type { Parts, Route, StationAsk } from '../../sync-server/src/route.ts'
import { leaseRoutes } from '../../sync-server/src/routes/leases.ts'
import { settingRoutes } from '../../sync-server/src/routes/settings.ts'
import { scopeReader } from '../../sync-server/src/scope.ts'
import { setBack } from '../../sync-server/src/set-back.ts'
import { putSetting } from '../../sync-server/src/settings.ts'
import { lastNumber, openStore, type Store } from '../../sync-server/src/store.ts'
import type { ServerTables } from '../../sync-server/src/tables.ts'
import { takePush } from '../../sync-server/src/take-push.ts'
import { KINDS, PEOPLE, STATIONS, UNITS } from './simulated-domain.ts'

/** Faults put into the centre on purpose: the histories must find each of them. */
export type Planted = 'no-key' | 'cursor' | 'early-answer'

/** Where in a writing request the process of the centre dies. */
export type Death = 'before-commit' | 'after-commit'

/** The centre's process died: its station hears nothing. */
class Dead extends Error {
  /** As a broken connection: a program that lives on must not take it for a fault of the event. */
  readonly code = 'ECONNRESET'
}

export interface SimulatedCentre {
  db: Kysely<ServerTables>
  /** As a new process reads it: nothing in memory. */
  parts: Parts
  /** Asks a route as this station, through the handler that Express calls or, for events, what that calls. */
  ask(method: 'get' | 'post', path: string, station: string, input: object, death?: Death): Promise<unknown>
  /** Changes a person or a unit, as an administrator does. */
  change(value: Person | Unit): Promise<void>
  backup(): void
  /** False when there is no backup yet. */
  setBack(): Promise<boolean>
  /** Back to the first state, for the next history; or to where `begin` was called. */
  reset(now: () => string, planted?: Planted): void
  /** From now on this is the first state. */
  begin(): void
  /** Another after everything that may have changed what it holds. */
  version: number
  /** Events in the order in which their transactions were committed. */
  committed: string[]
  faults: unknown[]
  close(): void
}

/** What the route of a push does, without the anchor: a signature takes longer than the push. */
const push: Handle = async (parts, { req, station }) => ({
  ...(await takePush(parts, station, req.body)),
  time: parts.now(),
})

const pulled: Handle = async (parts, { req, station }) => {
  const { limit, ...from } = parsed(pullQuery, req.query)
  return { ...(await pull(parts, station, from, limit)), time: parts.now() }
}

type Handle = (parts: Parts, ask: StationAsk) => Promise<unknown>

const HANDLERS: ReadonlyMap<string, Handle> = new Map([
  ...[...leaseRoutes, ...settingRoutes].map((r: Route) => [`${r.method} ${r.path}`, r.handle as Handle] as const),
  [`post ${ROUTES.push}`, push],
  [`get ${ROUTES.pull}`, pulled],
])

/** The real centre without its network: routes, accept, pull, leases and settings on an SQLite in memory. */
export async function simulatedCentre(): Promise<SimulatedCentre> {
  const file = new Database(':memory:')
  const db = new Kysely<ServerTables>({ dialect: new SqliteDialect({ database: forKysely(file) }) })
  await migrate(db)
  const state = { now: () => '2026-01-01T00:00:00.000Z', planted: undefined as Planted | undefined, backed: false }
  const death = { at: undefined as Death | undefined }
  const store = mortal(openStore(db, KINDS), death, () => state.planted === 'early-answer')
  await store.transaction(async turn => {
    for (const unit of UNITS) await putSetting(turn, settingOf(unit), state.now())
    for (const person of PEOPLE) await putSetting(turn, settingOf(person), state.now())
    for (const s of STATIONS) await putSetting(turn, { id: `station:${s.id}`, kind: 'station', value: s }, state.now())
    const value = { name: 'test', zone: 'Asia/Shanghai' }
    await putSetting(turn, { id: 'deployment', kind: 'deployment', value }, state.now())
  })
  const copies = shelves(file)
  copies.save('first')

  const ids = file.prepare<[], unknown>('select id from events order by seq').pluck()
  const centre: SimulatedCentre = {
    db,
    parts: undefined as unknown as Parts,
    version: 0,
    committed: [],
    faults: [],
    async ask(method, path, id, input, at) {
      death.at = at
      try {
        return await asked(centre, method, path, id, input, state.planted)
      } finally {
        death.at = undefined
        if (at) restart()
        if (method === 'post') {
          centre.version += 1
          noteCommitted(centre, ids)
        }
      }
    },
    async change(value) {
      centre.version += 1
      await store.transaction(turn => putSetting(turn, settingOf(value), state.now()))
    },
    backup() {
      copies.save('backup')
      state.backed = true
    },
    async setBack() {
      if (!state.backed) return false
      copies.load('backup')
      centre.version += 1
      await setBack(db, Date.parse(state.now()))
      const left = new Set(file.prepare('select id from events').pluck().all() as string[])
      centre.committed = centre.committed.filter(id => left.has(id))
      restart()
      return true
    },
    reset(now, planted) {
      Object.assign(state, { now, planted, backed: false })
      copies.load('first')
      centre.version += 1
      centre.committed = []
      noteCommitted(centre, ids)
      centre.faults = []
      restart()
    },
    begin: () => copies.save('first'),
    close: () => file.close(),
  }
  function restart(): void {
    const parts: Partial<Parts> = {
      store,
      kinds: KINDS,
      directory: directoryReader(KINDS),
      scopeOf: scopeReader(KINDS),
      now: () => state.now(),
      fault: error => centre.faults.push(error),
    }
    centre.parts = parts as Parts
  }
  restart()
  return centre
}

const settingOf = (value: Person | Unit): Setting =>
  'posts' in value
    ? { id: `person:${value.id}`, kind: 'person', value }
    : { id: `unit:${value.id}`, kind: 'unit', value }

/** A store whose process may die around a commit; `early`, a planted fault, answers although nothing was committed. */
function mortal(store: Store, death: { at: Death | undefined }, early: () => boolean): Store {
  return {
    ...store,
    async transaction(work) {
      const given: { result?: Awaited<ReturnType<typeof work>> } = {}
      try {
        await store.transaction(async turn => {
          given.result = await work(turn)
          if (death.at === 'before-commit') throw new Dead()
        })
      } catch (error) {
        if (!(error instanceof Dead && early())) throw error
      }
      if (death.at === 'after-commit') throw new Dead()
      return given.result!
    },
    together(_size, work) {
      return this.transaction(work)
    },
  }
}

async function asked(
  { parts }: SimulatedCentre,
  method: 'get' | 'post',
  path: string,
  id: string,
  input: object,
  planted: Planted | undefined,
): Promise<unknown> {
  const directory = await parts.directory(parts.store.db)
  const handle = (given: object) => {
    const station = directory.stations.get(id)!
    const ask = { req: { body: given, query: given }, res: {}, directory, station } as unknown as StationAsk
    return HANDLERS.get(`${method} ${path}`)!(parts, ask)
  }
  if (planted === 'no-key' && 'events' in input) return withoutKey(input as { events: CaseEvent[] }, handle)
  if (planted === 'cursor' && 'limit' in input && 'seq' in input && Number(input.seq) > 0)
    return handle({ ...input, seq: Math.min(Number(input.seq) + 1, await lastNumber(parts.store.db)) })
  return handle(input)
}

/** Planted: the centre does not know an event again. Every sending is a new one to it. */
async function withoutKey(input: { events: CaseEvent[] }, handle: (given: object) => Promise<unknown>) {
  const ids = new Map(input.events.map(e => [e.id, randomUUID()] as const))
  const anew = (id: string) => ids.get(id) ?? id
  const events = input.events.map(e => ({
    ...e,
    id: anew(e.id),
    ...(e.group && { group: { ...e.group, id: anew(e.group.id) } }),
  }))
  const answer = (await handle({ ...input, events })) as PushAnswer
  return { ...answer, verdicts: answer.verdicts.map((v, i) => ({ ...v, id: input.events[i]!.id })) }
}

/** What was committed since. */
function noteCommitted(centre: SimulatedCentre, ids: Database.Statement<[], unknown>): void {
  const known = new Set(centre.committed)
  for (const id of ids.all() as string[]) if (!known.has(id)) centre.committed.push(id)
}

/**
 * Copies of all tables beside the database, faster than opening it anew. Not of the index of words, which follows from the
 * texts and whose parts SQLite keeps to itself.
 */
function shelves(file: Database.Database): { save(name: string): void; load(name: string): void } {
  const tables = file
    .prepare(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%' and name not like 'page_tokens%'",
    )
    .pluck()
    .all() as string[]
  const made = new Set<string>()
  const all = (work: (table: string) => string) => file.exec(`begin; ${tables.map(work).join('; ')}; commit`)
  return {
    save(name) {
      if (!made.has(name)) {
        file.exec(`attach ':memory:' as ${name}`)
        all(t => `create table ${name}.${t} as select * from main.${t}`)
        made.add(name)
      } else all(t => `delete from ${name}.${t}; insert into ${name}.${t} select * from main.${t}`)
    },
    load: name => all(t => `delete from main.${t}; insert into main.${t} select * from ${name}.${t}`),
  }
}
