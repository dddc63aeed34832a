import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PassThrough, Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import { blobPath } from '../blobs.ts'
import { VERSION } from '../version.ts'
import { FORMAT, MANIFEST, type Manifest, manifestText } from './manifest.ts'
import { keyFrom, sealing } from './seal.ts'
import { openSnapshot, type Snapshot, type TableShape } from './snapshot.ts'
import { copyTls } from './tls-copy.ts'

export interface BackupPlace {
  /** Where the database is, and the folder of its files; without one only the database is backed up. */
  database: string
  files?: string
  /** The folder of certificates and keys, which a backup that is not encrypted leaves out. */
  tls?: string | undefined
}

/**
 * Backs up a database and its files into a new folder while servers go on writing: one unchanging view of all tables, and
 * every file that this view names. The folder appears under its name when it is whole and on the disk. With a secret
 * everything but the manifest's counts is encrypted. Throws when the folder exists already.
 */
export async function writeBackup(
  from: BackupPlace,
  folder: string,
  secret: string | Buffer | undefined,
  now: () => string,
): Promise<Manifest> {
  if (await exists(folder)) throw new Error(`${folder} exists already; a backup is never written over another`)
  const part = `${folder}.part-${randomBytes(4).toString('hex')}`
  await mkdir(part, { recursive: true, mode: 0o700 })
  const salt = randomBytes(16)
  const key = secret === undefined ? undefined : keyFrom(secret, salt)
  const snapshot = await openSnapshot(from.database)
  try {
    const { hashes, ...dumped } = await dump(snapshot, part, key)
    const files = from.files ? await copyFiles(from.files, join(part, 'files'), hashes, key) : { count: 0, bytes: 0 }
    const tls = from.tls && key ? await copyTls(from.tls, part, key) : []
    const manifest: Manifest = {
      format: FORMAT,
      madeAt: now(),
      version: VERSION,
      migrations: snapshot.migrations,
      ...dumped,
      files,
      ...(tls.length && { tls }),
      ...(key && { salt: salt.toString('base64') }),
    }
    await writeFile(join(part, MANIFEST), manifestText(manifest, key), { flush: true, mode: 0o600 })
    await syncFolder(part)
    await rename(part, folder)
    await syncFolder(dirname(folder))
    return manifest
  } finally {
    await snapshot.close()
    await rm(part, { recursive: true, force: true })
  }
}

interface Dumped {
  database: Manifest['database']
  tables: Manifest['tables']
  last: number
}

/** All tables as lines of JSON: the shape of a table, then its rows. Answers also which files the view names. */
async function dump(
  snapshot: Snapshot,
  folder: string,
  key: Buffer | undefined,
): Promise<Dumped & { hashes: string[] }> {
  const file = `database.ndjson.zst${key ? '.sealed' : ''}`
  const tables: Record<string, number> = {}
  const told = { last: 0, hashes: [] as string[] }
  async function* lines() {
    for (const table of snapshot.tables) {
      tables[table.name] = 0
      yield `${JSON.stringify(table)}\n`
      for await (const rows of snapshot.rows(table)) {
        tables[table.name]! += rows.length
        if (table.name === 'counter') told.last = Number(column(table, 'value', rows)[0])
        if (table.name === 'files') told.hashes.push(...(column(table, 'hash', rows) as string[]))
        yield `${rows.join('\n')}\n`
      }
    }
  }
  const digest = createHash('sha256')
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(
    Readable.from(lines()),
    createZstdCompress(),
    key ? sealing(key) : new PassThrough(),
    meter,
    createWriteStream(join(folder, file), { flush: true, mode: 0o600 }),
  )
  const { size } = await stat(join(folder, file))
  return { database: { file, bytes: size, sha256: digest.digest('hex') }, tables, ...told }
}

const column = (table: TableShape, name: string, rows: readonly string[]): unknown[] => {
  const at = table.columns.findIndex(c => c.name === name)
  return rows.map(row => (JSON.parse(row) as unknown[])[at])
}

async function copyFiles(
  from: string,
  to: string,
  hashes: readonly string[],
  key: Buffer | undefined,
): Promise<Manifest['files']> {
  const count = { count: 0, bytes: 0 }
  for (const hash of hashes) {
    const target = blobPath(to, hash)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await pipeline(
      createReadStream(blobPath(from, hash)),
      key ? sealing(key) : new PassThrough(),
      createWriteStream(target, { flush: true, mode: 0o600 }),
    )
    count.count += 1
    count.bytes += (await stat(target)).size
  }
  return count
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path === '' ? '.' : path)
  await folder.sync().catch(() => {})
  await folder.close()
}
