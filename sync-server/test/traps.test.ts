import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import { type Postgres, startPostgres } from '../../test/postgres.ts'
import { accept } from '../src/accept.ts'
import { openDatabase } from '../src/database.ts'
import { directoryReader } from '../src/directory.ts'
import { append } from '../src/event-log.ts'
import { addPerson, addUnit } from '../src/found.ts'
import { pull } from '../src/pull.ts'
import { scopeReader } from '../src/scope.ts'
import { putSetting } from '../src/settings.ts'
import { openStore, type Store, type Turns } from '../src/store.ts'
import { authorOf } from './deployment.ts'
import { kinds } from './mail.ts'

/**
 * The two traps of an ordinary PostgreSQL transaction, each with the guard and, as a control, without: a test that cannot
 * fail proves nothing. SQLite has one writer at a time and neither trap.
 */

const NOW = '2026-03-02T01:00:00.000Z'
const STATION: Station = { id: 'st1', name: 'S1-01', unit: 'S1', number: '01' }

let postgres: Postgres
const closing: (() => Promise<void>)[] = []
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  for (const close of closing) await close()
  await postgres.stop()
})

/** Without the guard: nobody waits for a turn, numbers come from a sequence, as one would write it at first. */
const withoutTurn: Turns = async db => ({
  async next() {
    const { rows } = await sql<{ n: number }>`select nextval('numbers') as n`.execute(db)
    return Number(rows[0]!.n)
  },
  link: () => '',
  close: async () => {},
})

async function open(numbering?: Turns) {
  const database = await openDatabase(await postgres.database())
  closing.push(() => database.close())
  const founded = openStore(database.db, kinds)
  const directory = directoryReader(kinds)
  const parts = { store: founded, directory, scopeOf: scopeReader(kinds), now: () => NOW }
  await addUnit(parts, { id: 'S1', name: '一所', level: 'station' })
  const { person } = await addPerson(parts, { login: 'clerk', name: 'clerk', role: 'clerk', unit: 'S1', password: 'x' })
  for (const id of ['st1', 'st2']) {
    const value = { ...STATION, id, number: id.slice(2).padStart(2, '0') }
    await founded.transaction(turn => putSetting(turn, { id: `station:${id}`, kind: 'station', value }, NOW))
  }
  await sql`create sequence numbers start 1000`.execute(database.db)
  const again = () => openStore(database.db, kinds, numbering)
  const store = numbering ? again() : founded
  const event = (caseId: string, station: string, base: number, text: string): CaseEvent => ({
    id: randomUUID(),
    caseId,
    type: 'mail.letter',
    act: 'edit',
    patch: { text },
    base,
    by: authorOf(person),
    station,
    at: NOW,
    counter: 1,
    seen: NOW,
  })
  // A second server on the same database: one alone lets its own windows write one after the other.
  return { store, event, parts: { ...parts, store }, other: { ...parts, store: again() } }
}

describe('two stations edit the same field of the same case at the same time', () => {
  async function bothIn(numbering?: Turns, tries = 40): Promise<number> {
    const { event, parts, other } = await open(numbering)
    let both = 0
    for (let i = 0; i < tries; i++) {
      const caseId = randomUUID()
      const [first] = await accept(parts, STATION, [[event(caseId, 'st1', 0, 'start')]])
      const answers = await Promise.all(
        [parts, other].map((server, i) => {
          const id = `st${i + 1}`
          return accept(server, { ...STATION, id }, [[event(caseId, id, first!.seq, id)]])
        }),
      )
      if (answers.flat().every(v => v.verdict === 'accepted')) both++
    }
    return both
  }

  test('one is accepted and one is told that it is stale, every time', async () => {
    expect(await bothIn()).toBe(0)
  })

  test('control: without the counter row both get in', async () => {
    expect(await bothIn(withoutTurn)).toBeGreaterThan(0)
  })
})

describe('a transaction that takes an early number commits late', () => {
  /** Writes one event slowly and one fast, and pulls in between as a window would. Answers what the window holds. */
  async function held(numbering?: Turns): Promise<{ missed: number }> {
    const { store, event, parts } = await open(numbering)
    const have = new Set<string>()
    let at = { seq: 0, scope: '' }
    const follow = async () => {
      const { documents, checkpoint } = await pull(parts, STATION, at, 1000)
      for (const document of documents) have.add(document.id)
      at = checkpoint
    }
    const slow = event(randomUUID(), 'st1', 0, 'slow')
    const fast = event(randomUUID(), 'st1', 0, 'fast')
    const written = deferred()
    const mayCommit = deferred()
    const slowly = store.transaction(async turn => {
      await write(turn, slow)
      written.resolve()
      await mayCommit.promise
    })
    await written.promise
    const fastly = store.transaction(turn => write(turn, fast))
    // With the guard the fast one waits for the slow one; without, it is done and its number is out.
    await Promise.race([fastly, new Promise(resolve => setTimeout(resolve, 300))])
    if (numbering) await sql`update counter set value = (select last_value from numbers)`.execute(store.db)
    await follow()
    mayCommit.resolve()
    await Promise.all([slowly, fastly])
    if (numbering) await sql`update counter set value = (select last_value from numbers)`.execute(store.db)
    await follow()
    return { missed: [slow, fast].filter(e => !have.has(e.id)).length }
  }

  async function write(turn: Parameters<Parameters<Store['transaction']>[0]>[0], event: CaseEvent): Promise<void> {
    const seq = await append(turn, {
      event,
      station: event.station,
      verdict: 'accepted',
      problems: [],
      folded: true,
      moves: false,
      receivedAt: NOW,
    })
    await turn.cases.put([
      {
        id: event.caseId,
        type: event.type,
        unit: 'S1',
        state: 'draft',
        version: 1,
        seq,
        unsent: 0,
        data: event.patch,
        creator: event.by.id,
        createdAt: NOW,
        updatedAt: NOW,
        changedAt: {},
        actors: {},
      },
    ])
  }

  test('the reader who has seen the later number misses nothing', async () => {
    expect(await held()).toEqual({ missed: 0 })
  })

  test('control: with numbers from a sequence the late event is never seen', async () => {
    expect(await held(withoutTurn)).toEqual({ missed: 1 })
  })
})

function deferred() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { promise, resolve: () => resolve() }
}

test('a number is never given twice, and those of a transaction that failed are given again', async () => {
  const { store } = await open()
  const take = (fail: boolean) =>
    store
      .transaction(async turn => {
        const numbers = [(await turn.next(String)).seq, (await turn.next(String)).seq]
        if (fail) throw new Error('no')
        return numbers
      })
      .catch(() => [])
  const given = (await Promise.all(Array.from({ length: 60 }, (_, i) => take(i % 3 === 0)))).flat()
  expect(new Set(given).size).toBe(80)
  expect(Math.max(...given) - Math.min(...given)).toBe(79)
})
