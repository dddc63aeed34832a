import * as crypto from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { AT_ONCE, bodyOf, CarryFault, type CarryHeader } from '../../shared-types/src/carry-format.ts'
import { unpacked } from '../../shared-types/src/carry-read.ts'
import { bytesOf } from '../../shared-types/src/carry-seal.ts'
import type { Author } from '../../shared-types/src/model/case.ts'
import type { CarryAnswer, Station } from '../../shared-types/src/protocol.ts'
import { AUDIT, audit, NOBODY } from './audit.ts'
import { type Checked, checkCarried } from './carry-check.ts'
import { receiptPath, type Taken, writeReceipt } from './carry-receipt.ts'
import { keepFile } from './keep-file.ts'
import { lease } from './leases.ts'
import type { Parts } from './route.ts'
import { isSetBack } from './set-back.ts'
import { takeEvents } from './take-events.ts'

export type CarryParts = Pick<Parts, 'store' | 'directory' | 'scopeOf' | 'blobs' | 'key' | 'now' | 'fault' | 'carry'>

/**
 * Takes in a package that somebody brought, as if its station had been on the line: files, events, numbers. Then the
 * receipt lies ready. The same package again is the same receipt; one that was broken off goes on where it was. `by` is
 * who brought it. Throws a Refusal before anything is taken when the package is not to be taken.
 */
export async function takeCarried(
  parts: CarryParts,
  path: string,
  by: { author: Author; station: string },
): Promise<CarryAnswer> {
  const checked = await checkCarried(parts, path)
  const { known, hash } = checked
  if (known && (await isThere(receiptPath(parts.carry.folder, hash)))) return answerOf(checked, known, true)
  const taken = await takeContent(parts, checked, path)
  await giveNumbers(parts, checked.station, taken.state)
  await writeReceipt(parts, parts.carry.folder, checked, taken)
  if (known) return answerOf(checked, known, true)
  const counts = { accepted: taken.accepted, refused: taken.refused }
  await keepRow(parts, checked, counts, by)
  return answerOf(checked, { ...counts, taken_at: parts.now() }, false)
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

async function takeContent(parts: CarryParts, { station }: Checked, path: string): Promise<Taken> {
  const taken: Taken = {
    state: { settings: 0, leases: [], short: [] },
    verdicts: [],
    files: [],
    accepted: 0,
    refused: 0,
  }
  let lost = false
  const content = createReadStream(path, { highWaterMark: AT_ONCE })
  for await (const record of unpacked(crypto, content, header => contentKey(parts, header))) {
    const { head, body } = record
    if (head.kind === 'state') {
      taken.state = bodyOf('state', record)
      lost = await knewMore(parts, taken.state)
    }
    if (head.kind === 'events' && !lost) {
      const events = bodyOf('events', record)
      const lines = new Set(events.filter(event => event.type === AUDIT).map(event => event.id))
      const verdicts = await takeEvents(parts, station, { events })
      taken.verdicts.push(...verdicts)
      for (const { id, verdict } of verdicts) if (!lines.has(id)) taken[verdict] += 1
    }
    if (head.kind === 'file') {
      // What does not fit stays with its window, which goes on offering it; it stops nothing else.
      const size = await keepFile(parts, station, head.hash, head.mime, Readable.from([body]))
      if (typeof size === 'number') taken.files.push(head.hash)
    }
  }
  return taken
}

/**
 * This server was set back below what the window has heard of it: what it says stands on events that must come again
 * first. Its receipt tells it to start anew, and its next package brings both.
 */
async function knewMore({ store }: CarryParts, { checkpoint }: Taken['state']): Promise<boolean> {
  if (!checkpoint) return false
  return isSetBack(store.db, checkpoint.seq, checkpoint.numbered ?? 0, checkpoint.stored ?? 0)
}

function contentKey({ key }: CarryParts, header: CarryHeader): Uint8Array {
  try {
    return key.openSealed(bytesOf(header.key))
  } catch (cause) {
    throw new CarryFault('altered', { cause })
  }
}

/** A fresh block of each series that runs short, unless the station has one that it could not know of. */
async function giveNumbers({ store, now }: CarryParts, station: Station, state: Taken['state']): Promise<void> {
  for (const { series, year } of state.short) {
    await store.transaction(async turn => {
      const unknown = await turn.db
        .selectFrom('leases')
        .select('id')
        .where('station', '=', station.id)
        .where('series', '=', series)
        .where('year', '=', year)
        .where('returned_after', 'is', null)
        .$if(state.leases.length > 0, q => q.where('id', 'not in', state.leases))
        .executeTakeFirst()
      if (unknown) return
      const at = now()
      const made = await lease(turn, station, series, year, at)
      if (!made || typeof made === 'string') return
      const patch = { series, from: made.from, to: made.to, carried: true }
      await audit(turn, { act: 'lease', by: NOBODY, station: station.id, patch }, at)
    })
  }
}

async function keepRow(
  { store, now }: CarryParts,
  { header, hash, station, keys }: Checked,
  counts: { accepted: number; refused: number },
  by: { author: Author; station: string },
): Promise<void> {
  const at = now()
  const { sequence, made, events, files } = header
  await store.transaction(async turn => {
    await turn.db
      .insertInto('carried')
      .values({
        station: station.id,
        sign_key: keys.sign,
        sequence,
        hash,
        made_at: made,
        taken_at: at,
        person: by.author.id,
        events,
        files,
        ...counts,
      })
      .onConflict(on => on.doNothing())
      .execute()
    const patch = { from: station.id, sequence, package: hash, ...counts }
    await audit(turn, { act: 'carry', by: by.author, station: by.station, patch }, at)
  })
}

function answerOf(
  { header, hash, station }: Checked,
  { accepted, refused, taken_at }: { accepted: number; refused: number; taken_at: string },
  again: boolean,
): CarryAnswer {
  const { sequence, made, events, files } = header
  const { id, name, unit } = station
  return {
    package: hash,
    station: { id, name, unit },
    sequence,
    made,
    events,
    files,
    accepted,
    refused,
    again,
    time: taken_at,
  }
}
