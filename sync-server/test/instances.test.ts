import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '../../test/postgres.ts'
import { bell } from '../src/bell.ts'
import { openDatabase } from '../src/database.ts'
import { openStore } from '../src/store.ts'
import { kinds } from './mail.ts'

/** Two servers on one PostgreSQL: what one writes is heard at the other. */
describe('several servers on one PostgreSQL', () => {
  let postgres: Postgres
  const closing: (() => Promise<void>)[] = []
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(async () => {
    for (const close of closing.reverse()) await close()
    await postgres.stop()
  })

  /** `look` is how often it looks by itself, in milliseconds: a test that is about notices makes it never. */
  async function server(at: string, look: number) {
    const faults: unknown[] = []
    const database = await openDatabase(at, error => faults.push(error))
    closing.push(() => database.close())
    const store = openStore(database.db, kinds)
    const ring = bell(store, error => faults.push(error), { between: database.between!, look })
    closing.push(() => ring.stop())
    const heard = { times: 0, next: Promise.withResolvers<number>() }
    ring.listen(() => {
      heard.times++
      heard.next.resolve(performance.now())
      heard.next = Promise.withResolvers()
    })
    const write = () =>
      store.transaction(async turn => void (await turn.next(seq => JSON.stringify(['test', seq, randomUUID()]))))
    return { write, heard, faults, database }
  }

  /** Waits until a listener is there: its notices reach it from then on. */
  async function listening(at: string, wanted: number): Promise<number[]> {
    const client = new pg.Client({ connectionString: at })
    await client.connect()
    try {
      for (;;) {
        const { rows } = await client.query<{ pid: number }>(
          "select pid from pg_stat_activity where datname = current_database() and query = 'listen chuangtai_written'",
        )
        if (rows.length === wanted) return rows.map(row => row.pid)
        await new Promise(resolve => setTimeout(resolve, 20))
      }
    } finally {
      await client.end()
    }
  }

  test('a notice brings it at once, without looking', async () => {
    const at = await postgres.database()
    const never = 1_000_000
    const [one, two] = [await server(at, never), await server(at, never)]
    await listening(at, 2)
    await new Promise(resolve => setTimeout(resolve, 100))
    const before = two.heard.times
    const next = two.heard.next.promise
    const start = performance.now()
    await one.write()
    expect((await next) - start).toBeLessThan(2000)
    expect(two.heard.times).toBeGreaterThan(before)
    expect([...one.faults, ...two.faults]).toEqual([])
  })

  test('when the listening connections are cut it looks by itself, and listens again', async () => {
    const at = await postgres.database()
    const [one, two] = [await server(at, 100), await server(at, 100)]
    const pids = await listening(at, 2)
    await new Promise(resolve => setTimeout(resolve, 300))
    const client = new pg.Client({ connectionString: at })
    await client.connect()
    await client.query('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [pids])
    const next = two.heard.next.promise
    await one.write()
    await next
    expect(two.faults.length).toBeGreaterThan(0)
    const again = await listening(at, 2)
    expect(again.some(pid => pids.includes(pid))).toBe(false)
    await client.end()
  }, 20_000)
})
