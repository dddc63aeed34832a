import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { blobPath } from '../blobs.ts'
import { makeTables, openDatabase } from '../database.ts'
import { isPostgres } from '../database-address.ts'
import { holdMessages } from '../messages/after-restore.ts'
import { unknownSteps } from '../migrate.ts'
import { setBack } from '../set-back.ts'
import { openLoader } from './load.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { backupFile, readTables } from './read.ts'
import { quoted } from './snapshot.ts'
import { restoreTls } from './tls-copy.ts'

/**
 * Restores a backup into an empty place, of either database whatever it was made from, and brings it to this program's
 * form. Numbers go on far behind those of the backup: windows that had come further are told to start anew, and send
 * again what the lost part of the log held of theirs. Throws an Error with a sentence when the place is not empty or the
 * backup does not open; then nothing is left behind.
 */
export async function restore(
  folder: string,
  to: { database: string; files: string; tls?: string | undefined },
  secret: string | Buffer | undefined,
): Promise<Manifest & { certificates: 'put' | 'there' | 'none' }> {
  const { manifest, key } = await readManifest(folder, secret)
  const strange = unknownSteps(manifest.migrations)
  if (strange.length)
    throw new Error(`The backup is of a newer program (${strange.join(', ')}); restore it with that one`)
  await refuseFull(to)
  const target = isPostgres(to.database) ? to.database : `${to.database}.part`
  try {
    if (target !== to.database) await mkdir(dirname(target), { recursive: true })
    const hashes = await load(folder, manifest, key, target)
    await copyFiles(folder, to.files, hashes, key)
    const database = await openDatabase(target)
    try {
      await setBack(database.db)
      await holdMessages(database.db, new Date().toISOString())
    } finally {
      await database.close()
    }
    const certificates = to.tls ? await restoreTls(folder, manifest, to.tls, key) : 'none'
    if (target !== to.database) await settle(target, to.database)
    return { ...manifest, certificates }
  } catch (error) {
    if (isPostgres(target)) await dropAll(target)
    else for (const end of ['', '-wal', '-shm']) await rm(`${target}${end}`, { force: true })
    await rm(to.files, { recursive: true, force: true })
    throw error
  }
}

async function refuseFull({ database, files }: { database: string; files: string }): Promise<void> {
  if (isPostgres(database) ? await hasTables(database) : await exists(database))
    throw new Error('There is a database already; a backup is restored into an empty place only')
  if ((await readdir(files).catch(() => [])).length)
    throw new Error(`There are files in ${files} already; a backup is restored into an empty place only`)
}

async function hasTables(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_tables where schemaname = current_schema() limit 1')
    return rowCount !== 0
  } finally {
    await client.end()
  }
}

/** What a restore has begun in a PostgreSQL that was empty before. */
async function dropAll(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      'select tablename as name from pg_tables where schemaname = current_schema()',
    )
    for (const { name } of rows) await client.query(`drop table ${quoted(name)} cascade`)
  } finally {
    await client.end()
  }
}

/** Makes the tables as they were, and fills them. Answers which files they name. */
async function load(
  folder: string,
  manifest: Manifest,
  key: Buffer | undefined,
  target: string,
): Promise<readonly string[]> {
  await makeTables(target, manifest.migrations)
  const loader = await openLoader(target)
  const hashes: string[] = []
  const at = { hash: -1 }
  try {
    await readTables(folder, manifest, key, {
      async table(shape) {
        at.hash = shape.name === 'files' ? shape.columns.findIndex(c => c.name === 'hash') : -1
        await loader.table(shape)
      },
      async rows(rows) {
        if (at.hash >= 0) for (const row of rows) hashes.push(String(row[at.hash]))
        await loader.rows(rows)
      },
    })
  } catch (error) {
    await loader.abandon()
    throw error
  }
  await loader.done()
  return hashes
}

async function copyFiles(
  folder: string,
  to: string,
  hashes: readonly string[],
  key: Buffer | undefined,
): Promise<void> {
  for (const hash of hashes) {
    const target = blobPath(to, hash)
    await mkdir(dirname(target), { recursive: true })
    const digest = createHash('sha256')
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        digest.update(chunk)
        done(null, chunk)
      },
    })
    await pipeline(backupFile(folder, hash, key), meter, createWriteStream(target, { flush: true }))
    if (digest.digest('hex') !== hash) throw new Error(`The file ${hash} of the backup was changed`)
  }
}

/** The database gets its name when all of it is on the disk. */
async function settle(part: string, path: string): Promise<void> {
  const file = await open(part, 'r+')
  await file.sync()
  await file.close()
  await rename(part, path)
  const folder = await open(dirname(join(path)))
  await folder.sync().catch(() => {})
  await folder.close()
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
