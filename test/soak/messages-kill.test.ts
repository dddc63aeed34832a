import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { openDatabase } from '../../sync-server/src/database.ts'
import { PEOPLE, UNITS } from '../../sync-server/src/demo/organisation.ts'
import { keptText } from '../../sync-server/src/kept-text.ts'
import { putAddress } from '../../sync-server/src/messages/addresses.ts'
import { queueMessage } from '../../sync-server/src/messages/queue.ts'
import { putSetting } from '../../sync-server/src/settings.ts'
import { openStore } from '../../sync-server/src/store.ts'
import { DATABASES } from '../databases.ts'
import { startPostgres } from '../postgres.ts'

const MAIN = join(import.meta.dirname, '../../sync-server/src/main.ts')
/** On PostgreSQL another server goes on sending while a new one starts: slower, so that some are left to be cut off. */
const MESSAGES = { sqlite: 200, postgres: 300 } as const
const TAKES = { sqlite: 100, postgres: 500 } as const
const KILLS = 8
const PERSON = '041101'

const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** A server in a process of its own. */
async function serve(env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...env } })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout! })) if (line.includes('address')) return child
  throw new Error('The server did not start')
}

/**
 * Servers that are killed in the middle of sending, one on SQLite and two side by side on PostgreSQL, and a gateway that
 * takes its time: it hears no message twice, none is lost, and of those that were cut off it is told that nobody knows.
 */
test.each(DATABASES)('messages on %s through kill -9', { timeout: 900_000 }, async name => {
  const heard: string[] = []
  const gateway = createServer(async (req, res) => {
    heard.push((JSON.parse(await text(req)) as { id: string }).id)
    await setTimeout(TAKES[name])
    res.end('{"code":0}')
  })
  await new Promise<void>(resolve => gateway.listen(0, '127.0.0.1', resolve))
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-messages-kill-'))
  const postgres = name === 'postgres' ? await startPostgres() : undefined
  const at = (await postgres?.database()) ?? join(folder, 'server.sqlite')
  const { db, close } = await openDatabase(at)
  const store = openStore(db, kinds)
  const now = new Date().toISOString()
  await store.transaction(async turn => {
    for (const unit of UNITS) await putSetting(turn, { id: `unit:${unit.id}`, kind: 'unit', value: unit }, now)
    for (const person of PEOPLE)
      await putSetting(turn, { id: `person:${person.id}`, kind: 'person', value: person }, now)
    await putAddress(turn, keptText(undefined), PERSON, { phone: '13905710001' }, now)
    for (let i = 0; i < MESSAGES[name]; i++)
      await queueMessage(turn, { key: `k${i}`, to: { person: PERSON }, template: 'test', holes: {}, at: now })
  })
  if (name === 'sqlite') await close()

  const sms = {
    kind: 'sms',
    url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/`,
    body: { id: '{id}', to: '{phone}' },
    success: { pointer: '/code', equals: 0 },
  }
  const env = {
    CHUANGTAI_DATA: folder,
    CHUANGTAI_DATABASE: at,
    CHUANGTAI_PORT: '0',
    CHUANGTAI_MESSAGES: JSON.stringify({ gateways: { sms } }),
  }
  const running = [await serve(env), ...(postgres ? [await serve(env)] : [])]
  const kills = { done: 0 }
  while (kills.done < KILLS && heard.length < MESSAGES[name] - 30) {
    const before = heard.length
    await expect.poll(() => heard.length, { timeout: 120_000, interval: 3 }).toBeGreaterThan(before + 3)
    const [killed] = running.splice(0, 1)
    killed!.kill('SIGKILL')
    kills.done++
    await once(killed!, 'close')
    running.push(await serve(env))
  }
  const left = async () => {
    const own = name === 'sqlite' ? await openDatabase(at) : { db, close: async () => {} }
    const rows = await own.db.selectFrom('messages').select(['id', 'state']).execute()
    await own.close()
    return rows
  }
  await expect
    .poll(async () => (await left()).filter(({ state }) => state === 'waiting').length, {
      timeout: 120_000,
      interval: 500,
    })
    .toBe(0)
  for (const child of running) child.kill('SIGTERM')
  await Promise.all(running.map(child => once(child, 'close')))

  const rows = await left()
  expect(rows).toHaveLength(MESSAGES[name])
  expect(new Set(heard).size).toBe(heard.length)
  const open = rows.filter(({ state }) => state === 'sending')
  expect(rows.filter(({ state }) => state !== 'sent' && state !== 'sending')).toEqual([])
  expect(kills.done).toBeGreaterThanOrEqual(2)
  expect(open.length).toBeLessThanOrEqual(kills.done)
  for (const { id } of rows.filter(({ state }) => state === 'sent')) expect(heard).toContain(id)
  console.info(
    `${name}: ${kills.done} kills, ${rows.length - open.length} sent once, ${open.length} cut off, ${heard.length} heard`,
  )
  if (name === 'postgres') await close()
  await postgres?.stop()
  gateway.close()
  await rm(folder, { recursive: true, force: true })
})
