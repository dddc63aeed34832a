import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, cpSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { hashOf } from '../../desktop/src/core/blobs.ts'
import { fileKeys } from '../../desktop/src/core/keys/file-keys.ts'
import { openSecrets, type Secrets } from '../../desktop/src/core/keys/secrets.ts'
import { sealedFiles } from '../../desktop/src/core/sealed-files.ts'
import { openSqlite } from '../../desktop/src/core/store/sqlite.ts'
import type { InventedPerson } from '../../sync-server/src/demo/invented-person.ts'
import type { AtRestOrder } from './at-rest.window.ts'

/** Where a number was found that nobody should be able to read there. */
export interface Found {
  file: string
  number: string
}

export interface AtRestRun {
  /** The window's folder, its temporary files and what it said. */
  place: string
  folder: string
  kill(): Promise<void>
}

/** Starts a window process below `place` and answers when all the numbers have been through it; it is still open then. */
export async function workedWindow(place: string, order: Omit<AtRestOrder, 'folder'>): Promise<AtRestRun> {
  const folder = join(place, 'window')
  const temporary = join(place, 'tmp')
  mkdirSync(temporary, { recursive: true })
  const log = openSync(join(place, 'said.log'), 'w')
  const child = spawn(process.execPath, [join(import.meta.dirname, 'at-rest.window.ts')], {
    env: { ...process.env, TMPDIR: temporary, SQLITE_TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  const closed = once(child, 'close')
  child.send({ ...order, folder } satisfies AtRestOrder)
  await Promise.race([once(child, 'message'), closed.then(() => failed(child, place))])
  return {
    place,
    folder,
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
  }
}

function failed({ exitCode }: ChildProcess, place: string): never {
  throw new Error(`the window ended with ${exitCode} and said: ${readFileSync(join(place, 'said.log'), 'utf8')}`)
}

/**
 * Looks for the numbers in every file below `place`, and in every path, in UTF-8 and in UTF-16 of both orders; and for
 * the hashes of files that name them among the paths. The paper of the simulated printer is exempt: it is what was
 * printed.
 */
export function findNumbers(place: string, people: readonly InventedPerson[], hashes: readonly string[]): Found[] {
  const numbers = new Set(people.map(person => person.citizenId))
  const found: Found[] = []
  for (const file of filesBelow(place)) {
    const path = relative(place, file)
    for (const hash of hashes) if (path.includes(hash)) found.push({ file: path, number: hash })
    for (const number of numbersIn(Buffer.from(path))) if (numbers.has(number)) found.push({ file: path, number })
    for (const number of numbersIn(readFileSync(file))) if (numbers.has(number)) found.push({ file: path, number })
  }
  return found
}

function filesBelow(place: string): string[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => !relative(place, file).split(/[\\/]/).includes('simulated'))
}

/** Whatever looks like a number of 18 characters, at every place where one could begin. */
function* numbersIn(bytes: Buffer): Generator<string> {
  const text = bytes.toString('latin1')
  for (const pattern of [/(?=(\d{17}[\dX]))/g, /(?=((?:\d\0){17}[\dX]\0))/g, /(?=((?:\0\d){17}\0[\dX]))/g])
    for (const [, number] of text.matchAll(pattern)) yield number!.replaceAll('\0', '')
}

/** The same folder with nothing encrypted, which shows that the numbers are there and that the search sees them. */
export async function decrypted(folder: string, into: string): Promise<void> {
  cpSync(folder, into, { recursive: true })
  const secrets = await openSecrets(into, fileKeys(into))
  for (const [name, key] of [['window.sqlite', secrets.database] as const, ['cases.sqlite', secrets.cases] as const]) {
    const file = join(into, name)
    openSqlite(file, { key, timeout: 1000 }).exec('pragma journal_mode = delete').rekey(Buffer.alloc(0))
    new Database(file, { readonly: true }).prepare('select count(*) from sqlite_schema').get()
  }
}

/** The pages of these hashes as they were handed in, each under its hash. */
export async function openedPages(folder: string, secrets: Secrets, hashes: readonly string[], into: string) {
  mkdirSync(into, { recursive: true })
  const files = sealedFiles(join(folder, 'blobs'), secrets)
  for (const hash of hashes) {
    const bytes = await files.read(hash)
    if (!bytes || bytes === 'damaged' || hashOf(bytes) !== hash) throw new Error(`no page ${hash}`)
    writeFileSync(join(into, hash), bytes)
  }
}
