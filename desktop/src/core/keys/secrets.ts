import { createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isPlain, openSqlite } from '../store/sqlite.ts'
import { guarded, StorageFault } from '../store/storage-fault.ts'
import { KeyFault } from './key-fault.ts'
import type { KeyStore } from './key-store.ts'
import { readProtection, writeProtection } from './protection.ts'

/** What this window's data are encrypted with, 32 bytes each, all made from the one data key in the key store. */
export interface Secrets {
  /** `window.sqlite` and its backups. */
  database: Uint8Array
  /** `cases.sqlite`. */
  cases: Uint8Array
  /** The contents of pages and photos. */
  blobs: Uint8Array
  /** Their names. */
  blobNames: Uint8Array
}

const DATA = 'data'
const BYTES = 32
const TIMEOUT = 2000

/**
 * The secrets of the folder; a folder without data gets a new random key. Nothing is changed when the key is not there or
 * not the right one.
 * @throws KeyFault `missing`, `wrong`, or what the key store throws; StorageFault when the database cannot be read at all
 */
export async function openSecrets(folder: string, keys: KeyStore): Promise<Secrets> {
  const record = await readProtection(folder)
  const found = await keys.get(DATA)
  if (found && found.byteLength !== BYTES) throw new KeyFault('wrong')
  if (!found && (record?.check !== undefined || holdsEncrypted(folder))) throw new KeyFault('missing')
  const key = found ?? randomBytes(BYTES)
  const check = checkOf(key)
  if (record?.check !== undefined && record.check !== check) throw new KeyFault('wrong')
  const secrets = secretsOf(key)
  if (found && record?.check === undefined) proveBy(folder, secrets)
  if (!found) await keys.put(DATA, key)
  // The key first: a check without its key would lock the folder for ever.
  if (record?.check === undefined)
    await writeProtection(folder, { form: 1, kind: keys.kind, id: record?.id ?? randomUUID(), check })
  return secrets
}

const secretsOf = (key: Uint8Array): Secrets => ({
  database: derived(key, 'window.sqlite'),
  cases: derived(key, 'cases.sqlite'),
  blobs: derived(key, 'blobs'),
  blobNames: derived(key, 'blob names'),
})

/** Where no check says it, the database itself tells whether the key is the right one. */
function proveBy(folder: string, { database }: Secrets): void {
  const file = join(folder, 'window.sqlite')
  if (!existsSync(file)) return
  try {
    guarded(file, () => openSqlite(file, { key: database, timeout: TIMEOUT }).close())
  } catch (error) {
    if (error instanceof StorageFault && error.code === 'key') throw new KeyFault('wrong', { cause: error })
    throw error
  }
}

/** Whether data are there that only a key opens. */
function holdsEncrypted(folder: string): boolean {
  const file = join(folder, 'window.sqlite')
  return existsSync(file) && !guarded(file, () => isPlain(file, TIMEOUT))
}

/** HKDF (RFC 5869) with SHA-256: one key for each use, so that none of them says anything of another. */
const derived = (key: Uint8Array, use: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), `chuangtai ${use}`, BYTES))

const checkOf = (key: Uint8Array): string =>
  createHmac('sha256', key).update('chuangtai data key').digest('hex').slice(0, 32)
