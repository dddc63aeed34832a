import * as crypto from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  CARRY_FORMAT,
  type CarriedAnswer,
  type CarriedState,
  type CarryRecord,
  jsonRecord,
  type Verdicts,
} from '../../shared-types/src/carry-format.ts'
import { packed } from '../../shared-types/src/carry-write.ts'
import { type Checkpoint, PULL_LIMIT } from '../../shared-types/src/protocol.ts'
import { anchorFor } from './audit-anchor.ts'
import type { Checked } from './carry-check.ts'
import { pull } from './pull.ts'
import type { Parts } from './route.ts'
import { settingsSeen } from './settings-seen.ts'

/** Where receipts lie, by the hash of the package that they answer. */
export const receiptPath = (folder: string, hash: string): string => join(folder, `${hash}.receipt`)

export interface Taken {
  state: CarriedState
  verdicts: Verdicts
  files: string[]
  /** Events by what became of them; lines of the audit are not counted. */
  accepted: number
  refused: number
}

type ReceiptParts = Pick<Parts, 'store' | 'directory' | 'scopeOf' | 'key' | 'now'>

/**
 * Writes the receipt of a package: all that the station would have heard over a line, sealed to it and signed by the
 * server. It is there whole or not at all.
 */
export async function writeReceipt(
  parts: ReceiptParts,
  folder: string,
  { header, hash, station, keys }: Checked,
  taken: Taken,
): Promise<void> {
  const path = receiptPath(folder, hash)
  const half = `${path}.${crypto.randomUUID()}.part`
  await mkdir(dirname(path), { recursive: true })
  const opening = {
    format: CARRY_FORMAT,
    kind: 'receipt' as const,
    server: parts.key.id,
    station: station.id,
    sequence: header.sequence,
    made: parts.now(),
    answers: hash,
    events: taken.accepted + taken.refused,
    files: taken.files.length,
  }
  try {
    const pieces = packed<crypto.KeyObject>(
      { crypto, header: opening, to: keys.seal, sign: parts.key.signBytes },
      recordsOf(parts, station, taken),
    )
    await pipeline(Readable.from(pieces), createWriteStream(half, { flush: true }))
    await rename(half, path)
  } finally {
    await rm(half, { force: true })
  }
}

/** Verdicts, settings and pages first; what they add up to comes last, when it is known. */
async function* recordsOf(
  parts: ReceiptParts,
  station: Checked['station'],
  { state, verdicts, files, accepted, refused }: Taken,
): AsyncGenerator<CarryRecord> {
  for (let i = 0; i < verdicts.length; i += PULL_LIMIT) yield jsonRecord('verdicts', verdicts.slice(i, i + PULL_LIMIT))
  const settings = await settingsSeen(parts, station, state.settings)
  yield jsonRecord('settings', settings.documents)
  const from = state.checkpoint ?? { seq: 0, scope: '' }
  let at: Checkpoint = from
  let restart = false
  for (let last = false; !last; ) {
    const start = performance.now()
    const page = await pull(parts, station, at, PULL_LIMIT)
    restart ||= page.restart === true
    // One that found nothing because its time was over is not the last.
    const empty = !page.restart && page.documents.length === 0
    last = empty && (isSame(page.checkpoint, at) || performance.now() - start < QUICK)
    at = page.checkpoint
    if (page.documents.length) yield jsonRecord('page', { documents: page.documents, checkpoint: at })
  }
  const time = parts.now()
  const answer: CarriedAnswer = {
    time,
    ...(state.checkpoint && { from }),
    to: at,
    // In one and the same scope whoever stands further on may take the same pages; otherwise only who stands at `from`.
    passes: !restart && from.scope === at.scope ? [at.scope] : [],
    ...(restart && { restart }),
    ...(settings.anew && { settingsAnew: true }),
    files,
    accepted,
    refused,
    anchor: await anchorFor(parts.store, parts.key, station.id, time),
  }
  yield jsonRecord('answer', answer)
}

/** Milliseconds: well under what a pull may take before it answers with what it has. */
const QUICK = 5_000

const isSame = (a: Checkpoint, b: Checkpoint) => a.seq === b.seq && a.scope === b.scope
