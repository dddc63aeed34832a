import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash } from '@node-rs/argon2'
import { afterAll, beforeAll } from 'vitest'
import type { Author, CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Person, Role } from '../../shared-types/src/model/person.ts'
import { DEFAULT_SIGN_IN } from '../../shared-types/src/model/sign-in.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import type { DatabaseName } from '../../test/databases.ts'
import { type Postgres, startPostgres } from '../../test/postgres.ts'
import type { Config } from '../src/config.ts'
import { addUnit } from '../src/found.ts'
import { putSetting } from '../src/settings.ts'
import { type Running, start } from '../src/start.ts'
import { kinds } from './mail.ts'
import { type Made, madeStation } from './signed.ts'

export const PASSWORD = '窗台测试口令'

/** A running server with a small organisation, and a clock that the test sets. */
export interface Deployment extends Running {
  clock: { now: string }
  folder: string
  /** The file or address of its database. */
  database: string
  /** Faults that the server reported; a test that expects none says so. */
  faults: string[]
  people: Record<
    | 'admin'
    | 'd1admin'
    | 'security'
    | 'd1security'
    | 'audit'
    | 'd1supervisor'
    | 's1clerk'
    | 's1other'
    | 's2clerk'
    | 's3clerk'
    | 'd2helper',
    Person
  >
  config: Config
  /** A server on another database, as it is. */
  again(change: Partial<Config>): Promise<Deployment>
  /** Enrols a station without the wire. */
  station(unit: string, number: string): Promise<Made>
  /** Replaces a person in the directory. */
  put(person: Person): Promise<void>
}

/** C above D1 and D2; S1 and S2 under D1, S3 under D2. */
const UNITS = [
  { id: 'C', name: '市局', level: 'city' },
  { id: 'D1', name: '东区分局', level: 'district', parent: 'C' },
  { id: 'D2', name: '西区分局', level: 'district', parent: 'C' },
  { id: 'S1', name: '一所', level: 'station', parent: 'D1' },
  { id: 'S2', name: '二所', level: 'station', parent: 'D1' },
  { id: 'S3', name: '三所', level: 'station', parent: 'D2' },
] as const

const PEOPLE: readonly [keyof Deployment['people'], Role, string][] = [
  ['admin', 'administrator', 'C'],
  ['d1admin', 'administrator', 'D1'],
  ['security', 'security', 'C'],
  ['d1security', 'security', 'D1'],
  ['audit', 'audit', 'C'],
  ['d1supervisor', 'supervisor', 'D1'],
  ['s1clerk', 'clerk', 'S1'],
  ['s1other', 'clerk', 'S1'],
  ['s2clerk', 'clerk', 'S2'],
  ['s3clerk', 'clerk', 'S3'],
  ['d2helper', 'auxiliary', 'D2'],
]

/** Opens deployments on that database, each with a new one, and closes them after the suite. */
export function deployments(
  name: DatabaseName,
  told: { log?: Parameters<typeof start>[4]; fault?: Parameters<typeof start>[2] } = {},
): (change?: Partial<Config>) => Promise<Deployment> {
  const running: Running[] = []
  const folders: string[] = []
  let postgres: Postgres | undefined
  beforeAll(async () => {
    if (name === 'postgres') postgres = await startPostgres()
  })
  afterAll(async () => {
    for (const server of running) await server.stop()
    await postgres?.stop()
    for (const folder of folders) await rm(folder, { recursive: true, force: true })
  })
  return async (change = {}) => {
    const folder = await mkdtemp(join(tmpdir(), 'chuangtai-server-'))
    folders.push(folder)
    const clock = { now: '2026-03-02T01:00:00.000Z' }
    const faults: string[] = []
    const database = postgres ? await postgres.database() : join(folder, 'server.sqlite')
    const config: Config = {
      data: folder,
      database,
      files: join(folder, 'files'),
      host: '127.0.0.1',
      port: 0,
      proxies: 0,
      name: '测试',
      zone: 'Asia/Shanghai',
      fileLimit: 100_000,
      jsonLimit: 2_000_000,
      carryLimit: 10_000_000,
      ...change,
    }
    const opened = async (config: Config) => {
      const fault = (error: unknown, about: string) => {
        faults.push(`${about}: ${error instanceof Error ? error.stack : error}`)
        told.fault?.(error, about)
      }
      const server = await start(config, kinds, fault, () => clock.now, told.log)
      running.push(server)
      return server
    }
    const server = await opened(config)
    const made = { ...(await populate(server, clock, faults)), folder, database, config }
    const again = async (more: Partial<Config>): Promise<Deployment> => {
      const other = { ...config, ...more }
      return { ...made, ...(await opened(other)), database: other.database, config: other, again }
    }
    return { ...made, again }
  }
}

async function populate(
  server: Running,
  clock: Deployment['clock'],
  faults: string[],
): Promise<Omit<Deployment, 'folder' | 'database' | 'config' | 'again'>> {
  const { parts } = server
  for (const unit of UNITS) await addUnit(parts, unit)
  const people: Partial<Deployment['people']> = {}
  // One hash for all: a real one takes as long to make as the rest of a small test.
  const password = await hash(PASSWORD)
  await parts.store.transaction(async turn => {
    const signIn = { ...DEFAULT_SIGN_IN, secondFactor: false }
    await putSetting(turn, { id: 'sign-in', kind: 'sign-in', value: signIn }, clock.now)
    for (const [login, role, unit] of PEOPLE) {
      const person: Person = { id: randomUUID(), name: login, login, posts: [{ id: randomUUID(), role, unit }] }
      people[login] = person
      await putSetting(turn, { id: `person:${person.id}`, kind: 'person', value: person }, clock.now)
      await turn.db.insertInto('credentials').values({ person: person.id, login, hash: password }).execute()
    }
  })
  return {
    ...server,
    clock,
    faults,
    people: people as Deployment['people'],
    station: (unit, number) => madeStation({ parts, clock }, unit, number),
    async put(person) {
      await parts.store.transaction(turn =>
        putSetting(turn, { id: `person:${person.id}`, kind: 'person', value: person }, clock.now),
      )
    },
  }
}

export function authorOf(person: Person): Author {
  const [post] = person.posts
  return { id: person.id, post: post!.id, role: post!.role, unit: post!.unit }
}

const counters = new WeakMap<Station, number>()

/** An event of a person at a station, now by the deployment's clock. */
export function eventBy(
  deployment: Deployment,
  station: Station,
  person: Person,
  given: Partial<CaseEvent> & Pick<CaseEvent, 'type' | 'act' | 'patch'>,
): CaseEvent {
  const counter = (counters.get(station) ?? 0) + 1
  counters.set(station, counter)
  return {
    id: randomUUID(),
    caseId: randomUUID(),
    base: 0,
    by: authorOf(person),
    station: station.id,
    at: deployment.clock.now,
    counter,
    seen: deployment.clock.now,
    ...given,
  }
}
