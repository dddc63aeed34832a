import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type { RehearsalLine, RehearsalRequest } from '../../../shared-types/src/protocol-rules.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { IN_TURN, LONG_RUN } from '../../../test/databases.ts'
import { type Postgres, startPostgres } from '../../../test/postgres.ts'
import { openDatabase } from '../../src/database.ts'
import { endRehearsal, noteProgress, rehearsalOf } from '../../src/rehearsal/kept.ts'
import type { Db } from '../../src/store.ts'
import { deployments } from '../deployment.ts'
import { windowOf } from '../window.ts'

const asked: RehearsalRequest = { rule: 'shared-address', parameters: {}, from: '2025-01-01', to: '2025-12-31' }
const later = (instant: string, ms: number) => new Date(Date.parse(instant) + ms).toISOString()

/** A rehearsal that some server is at. */
async function underWay(db: Db, id: string, person: string, now: string): Promise<void> {
  const row = { id, person, asked: JSON.stringify(asked), state: 'running' as const, days: 365, done: 0, result: '' }
  await db
    .insertInto('rehearsals')
    .values({ ...row, began_at: now, seen_at: now })
    .execute()
}

describe.each(IN_TURN)('rehearsals of several servers, on %s', name => {
  const open = deployments(name)

  test('one whose server died counts as failed, stands in nobody’s way, and is not gone on with', async () => {
    const d = await open()
    const { db } = d.parts.store
    const top = windowOf(d, await d.station('C', '01'))
    await top.signIn(d.people.admin)
    await underWay(db, 'left', d.people.admin.id, d.clock.now)
    const state = async () => (await top.ask<RehearsalLine>('GET', `${ROUTES.rehearsals}/left`)).body.state
    const begin = () =>
      top.ask<{ error?: string; detail?: string }>('POST', ROUTES.rehearsals, { ...asked, to: asked.from })
    expect(await state()).toBe('running')
    expect((await begin()).body).toMatchObject({ detail: 'running' })
    d.clock.now = later(d.clock.now, 25_000)
    expect(await noteProgress(db, 'left', 7, d.clock.now)).toBe(true)
    d.clock.now = later(d.clock.now, 25_000)
    expect(await state()).toBe('running')
    d.clock.now = later(d.clock.now, 6_000)
    expect(await state()).toBe('failed')
    expect((await begin()).status).toBe(200)
    // It comes to itself: what it is at is over, whatever it says.
    expect(await noteProgress(db, 'left', 8, d.clock.now)).toBe(false)
    await endRehearsal(db, 'left', 'done')
    expect(await state()).toBe('failed')
    expect(d.faults).toEqual([])
  })
})

describe.runIf(LONG_RUN)('two servers on one PostgreSQL', () => {
  let postgres: Postgres | undefined
  afterAll(() => postgres?.stop())

  /** Another server that rehearses what takes long, until told not to. */
  async function world() {
    postgres ??= await startPostgres()
    const at = await postgres.database()
    const { close, db } = await openDatabase(at)
    await run(
      db,
      `insert into rule_applications
       select 'A' || n, 'S' || n % 9, 'C' || n % 40000, 'D' || n % 3000,
         to_char(date '2024-06-01' + n % 700, 'YYYY-MM-DD'), '09:00:00', '', '', ''
       from generate_series(1, 300000) n`,
    )
    for (const [id, person] of [
      ['one', 'somebody'],
      ['one again', 'another'],
    ] as const)
      await underWay(db, id, person, new Date().toISOString())
    const child = (stay: string) => {
      const script = join(import.meta.dirname, 'rehearsal-child.ts')
      const process_ = spawn(process.execPath, [script, at, 'one', stay], { stdio: ['ignore', 'pipe', 'inherit'] })
      const ended = new Promise<NodeJS.Signals | null>(resolve => process_.once('exit', (_, signal) => resolve(signal)))
      const room = new Promise<void>(resolve => process_.stdout.once('data', () => resolve()))
      return { process: process_, ended, room }
    }
    const line = async () => (await rehearsalOf(db, 'somebody', 'one', new Date().toISOString()))!
    const begun = async () => {
      while ((await line()).done === 0) await sleep(50)
    }
    return { db, child, line, begun, close }
  }

  test('what one rehearses the other cancels: the thread ends', async () => {
    const { begun, child, close, db, line } = await world()
    const other = child('')
    await begun()
    expect((await line()).state).toBe('running')
    await endRehearsal(db, 'one', 'cancelled')
    await other.room
    expect(await other.ended).toBe(null)
    const { done, state } = await line()
    expect(state).toBe('cancelled')
    expect(done).toBeLessThan(365)
    await close()
  }, 180_000)

  test('what one was at when it was killed counts as failed after half a minute', async () => {
    const { begun, child, close, line } = await world()
    const other = child('stay')
    await begun()
    other.process.kill('SIGKILL')
    expect(await other.ended).toBe('SIGKILL')
    while ((await line()).state === 'running') await sleep(500)
    expect(await line()).toMatchObject({ state: 'failed' })
    await close()
  }, 180_000)
})
