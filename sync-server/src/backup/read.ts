import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { blobPath } from '../blobs.ts'
import type { Manifest } from './manifest.ts'
import { opening } from './seal.ts'
import type { TableShape } from './snapshot.ts'

export type BackupRow = readonly (string | number | null)[]

/** Takes the tables of a backup one after the other: first the shape of one, then its rows in batches. */
export interface TakeTables {
  table(shape: TableShape): Promise<void>
  rows(rows: readonly BackupRow[]): Promise<void>
}

const BATCH = 2000

/**
 * Reads the tables of a backup. Throws an Error with a sentence when the file is damaged, cut short, sealed with another
 * key or does not hold as many rows as its manifest says; what was taken until then is to be thrown away.
 */
export async function readTables(
  folder: string,
  manifest: Manifest,
  key: Buffer | undefined,
  take: TakeTables,
): Promise<void> {
  const digest = createHash('sha256')
  const counted = new Map<string, number>()
  await pipeline(
    createReadStream(join(folder, manifest.database.file)),
    metered(digest),
    key ? opening(key) : new PassThrough(),
    createZstdDecompress(),
    async (stream: AsyncIterable<Buffer>) => {
      const at: { shape?: TableShape; rows: BackupRow[] } = { rows: [] }
      const hand = async () => {
        if (at.shape && at.rows.length) {
          counted.set(at.shape.name, counted.get(at.shape.name)! + at.rows.length)
          await take.rows(at.rows)
        }
        at.rows = []
      }
      for await (const lines of linesOf(stream)) {
        for (const line of lines) {
          if (line.startsWith('[')) {
            if (at.rows.push(JSON.parse(line) as BackupRow) === BATCH) await hand()
            continue
          }
          await hand()
          at.shape = JSON.parse(line) as TableShape
          counted.set(at.shape.name, 0)
          await take.table(at.shape)
        }
      }
      await hand()
    },
  )
  if (digest.digest('hex') !== manifest.database.sha256) throw new Error('The database file of the backup was changed')
  for (const [table, rows] of Object.entries(manifest.tables))
    if (counted.get(table) !== rows)
      throw new Error(`The backup holds ${counted.get(table) ?? 0} rows of ${table}; its manifest says ${rows}`)
}

/** One file of a backup, opened. It is checked against its name, which is the hash of its content, by whoever takes it. */
export function backupFile(folder: string, hash: string, key: Buffer | undefined): Readable {
  const sealed = createReadStream(blobPath(join(folder, 'files'), hash))
  if (!key) return sealed
  const opened = opening(key)
  sealed.on('error', error => opened.destroy(error))
  return sealed.pipe(opened)
}

function metered(digest: ReturnType<typeof createHash>): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk)
      done(null, chunk)
    },
  })
}

/** The whole lines of each piece; a line that a piece cuts comes with the next one. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()!
    yield lines
  }
  if (rest !== '') throw new Error('The backup ends in the middle of a line')
}
