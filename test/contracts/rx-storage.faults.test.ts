import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { expect, test } from 'vitest'
import type { Internals } from '../../desktop/src/core/store/rx-instance.ts'
import { betterSqliteStorage } from '../../desktop/src/core/store/rx-storage.ts'
import { openNotes, stateOf, temporaryFolder } from './rx-storage.fixture.ts'
import { note } from './rx-storage.notes.ts'

const dir = temporaryFolder()
const FAULTY_DISK = join(import.meta.dirname, 'rx-storage.faulty-disk.ts')
let names = 0

async function opened(name = `faults${names++}`) {
  const { db, notes } = await openNotes(betterSqliteStorage({ dir }) as never, name)
  const { store } = notes.internalStorageInstance.internals as unknown as Internals
  return { db, notes, store, name, file: join(dir, `${name}.sqlite`) }
}

/** A closed database with 200 notes of 2 kB, to be damaged. */
async function filled() {
  const { db, notes, name, file } = await opened()
  await notes.bulkInsert(many(0, 200))
  await db.close()
  return { name, file }
}

const fault = (code: string) => expect.objectContaining({ name: 'StorageFault', code })
const many = (from: number, count: number) => Array.from({ length: count }, (_, n) => note(from + n, 'x'.repeat(2000)))

test('a full disk: the write is refused whole, reading goes on, and writing too once there is room', async () => {
  const { db, notes, store } = await opened()
  await notes.bulkInsert(many(0, 20))
  const pages = store.db.pragma('page_count', { simple: true }) as number
  store.db.pragma(`max_page_count = ${pages + 5}`)
  const events: unknown[] = []
  notes.$.subscribe(event => events.push(event))
  await expect(notes.bulkInsert(many(100, 50))).rejects.toEqual(fault('full'))
  expect(await notes.count().exec()).toBe(20)
  expect(events).toEqual([])
  store.db.pragma(`max_page_count = ${pages + 1000}`)
  await notes.bulkInsert(many(100, 50))
  await (await notes.findOne(note(3).id).exec(true)).patch({ text: 'edited' })
  expect(await notes.count().exec()).toBe(70)
  expect(events.length).toBe(51)
  await db.close()
})

const mayMount = spawnSync('unshare', ['-rm', 'true']).status === 0
test.skipIf(!mayMount)('a disk that is really full (a tmpfs of 2 MB; skipped where mounting is not allowed)', () => {
  const mount = `mount -t tmpfs -o size=2m none "$1" && "$2" "$3" full "$1"`
  mkdirSync(join(dir, 'small'))
  const ran = spawnSync('unshare', ['-rm', 'sh', '-c', mount, 'sh', join(dir, 'small'), process.execPath, FAULTY_DISK])
  const told = JSON.parse(ran.stdout.toString() || `"${ran.stderr}"`)
  expect(told).toMatchObject({ code: 'full', afterwards: 'none' })
  expect(told.acknowledged).toBeGreaterThan(20)
  expect([told.found, told.kept]).toEqual([told.acknowledged, told.acknowledged + 1])
})

test('a write-protected file or folder is called that', async () => {
  const { file } = await filled()
  const folder = join(dir, 'protected')
  mkdirSync(folder)
  writeFileSync(join(folder, 'disk.sqlite'), readFileSync(file), { mode: 0o444 })
  chmodSync(dir, 0o755)
  // The superuser may write anywhere: it becomes nobody for this.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  for (const mode of [0o755, 0o555]) {
    chmodSync(folder, mode)
    const ran = spawnSync(process.execPath, [FAULTY_DISK, 'readonly', folder], nobody)
    expect(ran.stdout.toString() || ran.stderr.toString()).toBe('{"code":"readonly"}\n')
  }
})

test('what is no database is called corrupt, and nothing is written over it', async () => {
  const { name, file } = await filled()
  writeFileSync(file, 'a letter, and no database at all. '.repeat(500))
  await expect(opened(name)).rejects.toEqual(fault('corrupt'))
  expect(readFileSync(file, 'utf8').startsWith('a letter')).toBe(true)
})

test.each([
  ['pages overwritten in the middle', (file: string) => overwrite(file, 10 * 4096, Buffer.alloc(40 * 4096, 0x5a))],
  ['the second half cut off', (file: string) => truncateSync(file, 200_704)],
  [
    'a bad byte inside one document',
    (file: string) => overwrite(file, readFileSync(file).indexOf('"note-00100","unit"'), Buffer.from('~')),
  ],
])('%s: reading says corrupt', async (_, damage) => {
  const { name, file } = await filled()
  damage(file)
  const reading = async () => {
    const { db, notes } = await opened(name)
    try {
      return await stateOf(notes)
    } finally {
      await db.close().catch(() => undefined)
    }
  }
  await expect(reading()).rejects.toEqual(fault('corrupt'))
})

test('a file held by another process is called locked, and writing goes on when it is let go', async () => {
  const { db, notes, file } = await opened()
  const other = new Database(file)
  other.exec('BEGIN IMMEDIATE')
  await expect(notes.insert(note(1))).rejects.toEqual(fault('locked'))
  other.exec('ROLLBACK')
  other.close()
  await notes.insert(note(1))
  expect(await notes.count().exec()).toBe(1)
  await db.close()
})

test('a path that cannot be a folder is an i/o fault', async () => {
  writeFileSync(join(dir, 'a-file'), '')
  const storage = betterSqliteStorage({ dir: join(dir, 'a-file', 'below') })
  await expect(openNotes(storage as never)).rejects.toEqual(fault('io'))
})

test('a closed collection says so', async () => {
  const { db, notes } = await opened()
  const instance = notes.internalStorageInstance
  await db.close()
  await expect(instance.findDocumentsById(['a'], true)).rejects.toEqual(fault('closed'))
  await expect(instance.bulkWrite([], 'x')).rejects.toEqual(fault('closed'))
  await instance.close()
})

test('attachments and several windows on one database are refused in words', async () => {
  const storage = betterSqliteStorage({ dir })
  const { db, notes } = await opened()
  const params = {
    databaseName: 'refused',
    collectionName: 'notes',
    databaseInstanceToken: 'x',
    options: {} as never,
    devMode: false,
  }
  const schema = notes.schema.jsonSchema as never
  const withFiles = { ...notes.schema.jsonSchema, attachments: {} } as never
  await expect(storage.createStorageInstance({ ...params, schema: withFiles, multiInstance: false })).rejects.toThrow(
    'attachments',
  )
  await expect(storage.createStorageInstance({ ...params, schema, multiInstance: true })).rejects.toThrow(
    'multiInstance',
  )
  await db.close()
})

function overwrite(file: string, at: number, bytes: Buffer): void {
  expect(at).toBeGreaterThan(0)
  const handle = openSync(file, 'r+')
  writeSync(handle, bytes, 0, bytes.length, at)
  closeSync(handle)
}
