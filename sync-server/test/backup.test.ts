import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Station } from '../../shared-types/src/protocol.ts'
import { IN_TURN } from '../../test/databases.ts'
import { type Postgres, startPostgres } from '../../test/postgres.ts'
import { accept } from '../src/accept.ts'
import { restore } from '../src/backup/restore.ts'
import { verify } from '../src/backup/verify.ts'
import { writeBackup } from '../src/backup/write.ts'
import { diskBlobs } from '../src/blobs.ts'
import { openDatabase } from '../src/database.ts'
import { queueMessage } from '../src/messages/queue.ts'
import { pull } from '../src/pull.ts'
import { putSetting } from '../src/settings.ts'
import { openStore } from '../src/store.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { kinds } from './mail.ts'

const SECRET = '一个足够长的备份口令 2026'
const NOW = () => '2026-03-02T02:00:00.000Z'

const folders: string[] = []
let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres.stop()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'chuangtai-backup-'))
  folders.push(made)
  return made
}

const letter = (text: string) => ({ type: 'mail.letter', act: 'edit', patch: { text } })

async function stationAt(d: Deployment, unit: string, number: string): Promise<Station> {
  const value: Station = { id: `${unit}-${number}`, name: number, unit, number }
  await d.parts.store.transaction(turn =>
    putSetting(turn, { id: `station:${value.id}`, kind: 'station', value }, d.clock.now),
  )
  return value
}

/** Everything that a database holds and a backup carries, in an order of its own. */
async function contents(at: string): Promise<Record<string, unknown>> {
  const { db, close } = await openDatabase(at)
  try {
    const sorted = async (table: 'events' | 'settings' | 'credentials' | 'case_keys' | 'station_keys' | 'files') =>
      (await db.selectFrom(table).selectAll().execute()).map(row => JSON.stringify(row)).sort()
    const cases = await openStore(db, kinds).cases.get(
      (await db.selectFrom('cases').select('id').execute()).map(row => row.id),
    )
    return {
      events: await sorted('events'),
      settings: await sorted('settings'),
      credentials: await sorted('credentials'),
      keys: await sorted('case_keys'),
      files: await sorted('files'),
      cases: [...cases.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    }
  } finally {
    await close()
  }
}

async function messagesIn(at: string): Promise<string[]> {
  const { db, close } = await openDatabase(at)
  const rows = await db.selectFrom('messages').select(['state', 'why']).execute()
  await close()
  return rows.map(({ state, why }) => `${state} ${why}`)
}

describe.each(IN_TURN)('backup of %s', name => {
  const open = deployments(name)

  async function filled(): Promise<{ d: Deployment; write(text: string): Promise<void>; hash: string; at: string }> {
    const d = await open()
    const station = await stationAt(d, 'S1', '01')
    const write = async (text: string) =>
      void (await accept(d.parts, station, [[eventBy(d, station, d.people.s1clerk, letter(text))]]))
    const content = Buffer.from('一张扫描件')
    const hash = createHash('sha256').update(content).digest('hex')
    await diskBlobs(join(d.folder, 'files'), 1000).put(hash, Readable.from([content]))
    await d.parts.store.db
      .insertInto('files')
      .values({ hash, mime: 'image/png', size: content.length, stored_at: d.clock.now })
      .execute()
    return { d, write, hash, at: d.database }
  }

  test('made while the server writes, restored into either database, verified; windows further on start anew', async () => {
    const { d, write, hash, at } = await filled()
    for (let i = 0; i < 60; i++) await write(`"quoted" 第 ${i} 行\n，\\ ${i}`)
    const busy = { on: true, written: 0 }
    const load = (async () => {
      while (busy.on) {
        await write(`during ${busy.written}`)
        busy.written++
        // An SQLite transaction ends without ever waiting; the backup needs turns of its own.
        await setImmediate()
      }
    })()
    const to = join(await folder(), 'backup')
    const place = { database: at, files: join(d.folder, 'files') }
    const manifest = await writeBackup(place, to, SECRET, NOW)
    busy.on = false
    await load
    expect(manifest.tables.events).toBeGreaterThanOrEqual(60)
    expect(manifest.files.count).toBe(1)
    const after = { seq: 0, scope: '' }
    const scope = await pull(d.parts, await stationAt(d, 'S1', '02'), after, 1000)
    const person = d.people.s1clerk.id
    await queueMessage(d.parts.store, { to: { person }, template: 'test', holes: {}, at: '2999-01-01T00:00:00.000Z' })
    await writeBackup(place, join(to, '..', 'quiet'), SECRET, NOW)
    const before = await contents(at)

    for (const target of ['sqlite', 'postgres']) {
      const fresh = await folder()
      const database = target === 'sqlite' ? join(fresh, 'server.sqlite') : await postgres.database()
      const files = join(fresh, 'files')
      await restore(join(to, '..', 'quiet'), { database, files }, SECRET)
      expect(await contents(database)).toEqual(before)
      expect(await verify({ database, files }, kinds)).toEqual({
        problems: [],
        counted: expect.objectContaining({ files: 1 }),
      })
      expect(await messagesIn(database)).toEqual(['uncertain restored'])
      await expect(restore(to, { database, files }, SECRET)).rejects.toThrow('empty place')
      expect(await readFile(join(files, hash.slice(0, 2), hash.slice(2, 4), hash), 'utf8')).toBe('一张扫描件')
    }

    const old = await folder()
    const database = join(old, 'server.sqlite')
    await restore(to, { database, files: join(old, 'files') }, SECRET)
    const opened = await openDatabase(database)
    const parts = { ...d.parts, store: openStore(opened.db, kinds) }
    const station = await stationAt(d, 'S1', '02')
    // A window that had seen what was lost, one that stands where the backup stood, and what comes after.
    const atBackup = { seq: manifest.last, scope: scope.checkpoint.scope }
    await accept(parts, station, [[eventBy(d, station, d.people.s1clerk, letter('after'))]])
    expect((await pull(parts, station, { ...atBackup, seq: manifest.last + 1 }, 1000)).restart).toBe(true)
    expect((await pull(parts, station, atBackup, 1000)).restart).toBeUndefined()
    await opened.close()
  })

  test('a changed, shortened or foreign backup is refused, and nothing is left behind', async () => {
    const { d, write, at, hash } = await filled()
    for (let i = 0; i < 20; i++) await write(`${randomUUID()} ${i}`)
    const to = join(await folder(), 'backup')
    await writeBackup({ database: at, files: join(d.folder, 'files') }, to, SECRET, NOW)
    const fresh = await folder()
    const place = { database: join(fresh, 'server.sqlite'), files: join(fresh, 'files') }
    const refusal = (secret: string | undefined = SECRET) =>
      restore(to, place, secret).then(
        () => 'restored',
        (error: Error) => error.message,
      )
    const flipped = async (path: string, from: number) => {
      const bytes = await readFile(path)
      const kept = Buffer.from(bytes)
      kept[from] = kept[from]! ^ 1
      await writeFile(path, kept)
      return () => writeFile(path, bytes)
    }
    expect(await refusal('ein anderes, auch langes')).toContain('another secret')
    await expect(restore(to, place, undefined)).rejects.toThrow('encrypted')
    const file = join(to, 'database.ndjson.zst.sealed')
    for (const mend of [await flipped(file, 200), await flipped(join(to, 'manifest.json'), 60)]) {
      expect(await refusal()).toMatch(/changed|not one that this program reads/)
      await mend()
    }
    const mend = await flipped(join(to, 'files', hash.slice(0, 2), hash.slice(2, 4), hash), 30)
    expect(await refusal()).toContain('changed')
    await mend()
    const bytes = await readFile(file)
    await truncate(file, bytes.length - 10)
    expect(await refusal()).toContain('cut short')
    await writeFile(file, bytes)
    expect(await readdir(fresh)).toEqual([])
    expect(await refusal()).toBe('restored')
    expect((await readFile(file)).includes(Buffer.from('mail.letter'))).toBe(false)
  })

  test('verify finds a case that is not its events, a changed file and a number without its event', async () => {
    const { d, write, at, hash } = await filled()
    for (let i = 0; i < 5; i++) await write(`${i}`)
    const place = { database: at, files: join(d.folder, 'files') }
    const problems = async () => (await verify(place, kinds)).problems
    expect(await problems()).toEqual([])
    const { db } = d.parts.store
    const { id } = await db.selectFrom('cases').select('id').executeTakeFirstOrThrow()
    await db.updateTable('cases').set({ state: 'done' }).where('id', '=', id).execute()
    await writeFile(join(place.files, hash.slice(0, 2), hash.slice(2, 4), hash), 'another')
    await db.insertInto('case_keys').values({ type: 'mail.letter', field: 'text', value: 'x', case_id: id }).execute()
    await db
      .insertInto('case_keys')
      .values({ type: 'mail.letter', field: 'text', value: 'x', case_id: 'loose' })
      .execute()
    const use = { series: 'x', numbering_year: 2026, numbering_unit: '', number: 1, event_id: 'gone', case_id: id }
    await db
      .insertInto('number_uses')
      .values({ ...use, type: 'mail.letter', station: 'st', verdict: 'accepted' })
      .execute()
    const found = await problems()
    expect(found).toHaveLength(6)
    expect(found).toContain(`The case ${id} is not found by its keys`)
    expect(found).toContain('Keys lead to the case loose, which is not stored')
    expect(found.join('\n')).toContain(id)
    expect(found.join('\n')).toContain(hash)
    expect(found.join('\n')).toMatch(/number.*event[\s\S]*number.*block/)
  })
})
