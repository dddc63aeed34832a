import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConnection } from '../store/connection.ts'
import { StorageFault } from '../store/storage-fault.ts'
import { fileKeys } from './file-keys.ts'
import type { KeyFault } from './key-fault.ts'
import { openSecrets } from './secrets.ts'

const ENCRYPTING = join(import.meta.dirname, '../fixtures/encrypting.ts')
let folder: string
const at = (name: string) => join(folder, name)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = () => openSecrets(folder, fileKeys(folder))
const keyFault = (code: KeyFault['code']) => expect.objectContaining({ name: 'KeyFault', code })

/** A database with one row that can be looked for, as the window opens it. */
function fill(key?: Uint8Array): void {
  const store = openConnection(at('window.sqlite'), 'FULL', key)
  store.db.exec("create table notes (text text); insert into notes values ('110101199003070134')")
  store.close()
}

function read(key?: Uint8Array): unknown {
  const store = openConnection(at('window.sqlite'), 'FULL', key)
  try {
    return store.statement('select text from notes').get()
  } finally {
    store.close()
  }
}

test('a new folder gets a key that nobody else may read, and the same one ever after', async () => {
  const first = await open()
  expect(await open()).toEqual(first)
  expect(new Set(Object.values(first).map(key => Buffer.from(key).toString('hex'))).size).toBe(4)
  if (process.platform !== 'win32') {
    expect(statSync(at('keys')).mode & 0o777).toBe(0o700)
    expect(statSync(at('keys/data')).mode & 0o777).toBe(0o600)
  }
  fill(first.database)
  expect(read(first.database)).toBe('110101199003070134')
  expect(readFileSync(at('window.sqlite')).includes('110101199003070134')).toBe(false)
})

test('a folder whose key is not there says so, and nothing of it is touched', async () => {
  fill((await open()).database)
  rmSync(at('keys'), { recursive: true })
  const before = readFileSync(at('window.sqlite'))
  await expect(open()).rejects.toEqual(keyFault('missing'))
  rmSync(at('protection.json'))
  await expect(open()).rejects.toEqual(keyFault('missing'))
  expect(readFileSync(at('window.sqlite')).equals(before)).toBe(true)
  expect(existsSync(at('keys/data'))).toBe(false)
})

test('the key of another folder is called wrong, also where only the database can tell', async () => {
  fill((await open()).database)
  const other = mkdtempSync(join(tmpdir(), 'secrets-'))
  await openSecrets(other, fileKeys(other))
  cpSync(join(other, 'keys/data'), at('keys/data'))
  rmSync(other, { recursive: true })
  const before = readFileSync(at('window.sqlite'))
  await expect(open()).rejects.toEqual(keyFault('wrong'))
  rmSync(at('protection.json'))
  await expect(open()).rejects.toEqual(keyFault('wrong'))
  expect(readFileSync(at('window.sqlite')).equals(before)).toBe(true)
})

test('a plain database of before is encrypted once, with what stood in its log', async () => {
  const plain = openConnection(at('window.sqlite'), 'FULL')
  plain.db.exec("create table notes (text text); insert into notes values ('110101199003070134')")
  // Left as by a program that was killed: the row is in the log alone.
  for (const name of ['window.sqlite', 'window.sqlite-wal']) cpSync(at(name), at(`${name}.left`))
  plain.close()
  for (const name of ['window.sqlite', 'window.sqlite-wal']) cpSync(at(`${name}.left`), at(name))
  for (const name of ['window.sqlite', 'window.sqlite-wal']) rmSync(at(`${name}.left`))
  const { database } = await open()
  expect(read(database)).toBe('110101199003070134')
  expect(readFileSync(at('window.sqlite')).includes('110101199003070134')).toBe(false)
  expect(existsSync(at('window.sqlite-wal'))).toBe(false)
  expect(read(database)).toBe('110101199003070134')
})

test('killed while it encrypts a database of before, it does so at the next start, and no row is lost', async () => {
  const { database } = await open()
  const rows = 20_000
  for (const wait of [10, 30, 50, 80]) {
    rmSync(at('window.sqlite'), { force: true })
    const plain = openConnection(at('window.sqlite'), 'FULL')
    plain.db.exec('create table notes (text text)')
    const add = plain.db.prepare('insert into notes values (?)')
    plain.transaction(() => {
      for (let n = 0; n < rows; n++) add.run(`110101199003070134 ${n} ${'x'.repeat(400)}`)
    })
    plain.close()
    const child = fork(ENCRYPTING, [at('window.sqlite'), Buffer.from(database).toString('hex')])
    await once(child, 'message')
    await new Promise(resolve => setTimeout(resolve, wait))
    child.kill('SIGKILL')
    await once(child, 'close')
    const store = openConnection(at('window.sqlite'), 'FULL', database)
    expect(store.statement('select count(*) from notes').get()).toBe(rows)
    store.close()
    expect(readFileSync(at('window.sqlite')).includes('110101199003070134')).toBe(false)
    expect(existsSync(at('window.sqlite.encrypting'))).toBe(false)
  }
})

test('every altered byte that carries anything is noticed, and nothing is written over it', async () => {
  const { database } = await open()
  fill(database)
  const whole = readFileSync(at('window.sqlite'))
  for (let byte = 24; byte < whole.length; byte += 97) {
    const altered = Buffer.from(whole)
    altered[byte] = altered[byte]! ^ 1
    writeFileSync(at('window.sqlite'), altered)
    const fault = await Promise.resolve()
      .then(() => read(database))
      .catch((error: unknown) => error)
    const code = fault instanceof StorageFault ? fault.code : (fault as { code?: string }).code
    expect([byte, code]).toEqual([byte, expect.stringMatching(/^(key|corrupt|SQLITE_CORRUPT)$/)])
    expect(readFileSync(at('window.sqlite')).equals(altered)).toBe(true)
  }
})

test('a key that cannot be read says so', async () => {
  await open()
  rmSync(at('keys/data'))
  mkdirSync(at('keys/data'))
  await expect(open()).rejects.toEqual(keyFault('unwritable'))
})
