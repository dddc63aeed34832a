import * as crypto from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn } from '../../../native-bridges/src/kept-files.ts'
import {
  CARRY_ENDING,
  CARRY_FORMAT,
  type CarriedState,
  type CarryRecord,
  jsonRecord,
} from '../../../shared-types/src/carry-format.ts'
import { packed } from '../../../shared-types/src/carry-write.ts'
import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { User } from '../../../shared-types/src/model/person.ts'
import type { CarriedPackage } from '../api/carry.ts'
import { CallRefusal } from './call-refusal.ts'
import { writeStream } from './carry-packages.ts'
import type { Desk } from './desk.ts'
import { FileFault } from './file-fault.ts'
import type { UnsentFile } from './file-store.ts'
import { runningShort, seriesOf } from './leases.ts'
import { bare, batches } from './sync-push.ts'

/** Packages and what is brought here lie in this folder, all of it encrypted for somebody. */
export const carryFolder = (desk: Pick<Desk, 'folder'>): string => join(desk.folder, 'carry')

export const packageName = (sequence: number): string => `${sequence}.${CARRY_ENDING.outgoing}`

/**
 * Makes a package of everything that the centre has not answered: all of it each time, so that a lost stick loses nothing
 * and the newest package is enough. The file of the one before is removed; what was copied of it stays good.
 * @throws CallRefusal when this window cannot make one; FileFault when the disk does not take it
 */
export async function carryOut(desk: Desk, user: User): Promise<CarriedPackage> {
  const { enrolment, key } = ableToCarry(desk)
  const sequence = await desk.packages.nextSequence()
  // A line of the audit of its own, which goes with the package.
  await desk.audit(user, 'carry-out', `carry-${sequence}`, { sequence: String(sequence) })
  const events = await desk.events.waiting()
  const files = await desk.files.unsent()
  const made = desk.clock.now()
  const counts = { events: events.filter(event => desk.kinds.has(event.type)).length, files: files.length }
  const header = {
    format: CARRY_FORMAT,
    kind: 'outgoing' as const,
    server: enrolment.centre.id,
    station: enrolment.station,
    sequence,
    made,
    ...counts,
  }
  const pieces = packed<crypto.KeyObject>(
    { crypto, header, to: enrolment.centre.seal, sign: key.sign },
    recordsOf(desk, await stateOf(desk), events, files),
  )
  const written = await writeStream(carryFolder(desk), packageName(sequence), pieces)
  const carried: CarriedPackage = { sequence, made, ...written, ...counts }
  await desk.packages.keep(carried)
  for (const name of await namesIn(carryFolder(desk)))
    if (name.endsWith(`.${CARRY_ENDING.outgoing}`) && name !== packageName(sequence))
      await rm(join(carryFolder(desk), name), { force: true })
  return carried
}

/** What a carry needs: an enrolled window with its key. @throws CallRefusal */
export function ableToCarry(desk: Desk) {
  const [enrolment, key] = [desk.enrolment(), desk.identity.key()]
  if (!enrolment || !key) throw new CallRefusal('busy', 'carry.notEnrolled')
  return { enrolment, key }
}

async function stateOf(desk: Desk): Promise<CarriedState> {
  const checkpoint = await desk.standing.now()
  const short = await runningShort(desk.directory, desk.parts.numbers, seriesOf(desk.domains), desk.clock.today())
  const numbered = await desk.numbered.last()
  return {
    ...(checkpoint && { checkpoint: { ...checkpoint, ...(numbered > checkpoint.seq && { numbered }) } }),
    settings: desk.directory.seq(),
    leases: desk.directory.leases().map(lease => lease.id),
    short,
  }
}

/** Files before the events that name them. One that cannot be read any more stays behind; its event does not. */
async function* recordsOf(
  desk: Desk,
  state: CarriedState,
  events: readonly StoredEvent[],
  files: readonly UnsentFile[],
): AsyncGenerator<CarryRecord> {
  yield jsonRecord('state', state)
  for (const { hash, mime } of files) {
    const body = await readable(desk, hash)
    if (body) yield { head: { kind: 'file', size: body.length, hash, mime }, body }
  }
  for (const batch of batches(events)) yield jsonRecord('events', batch.map(bare))
}

async function readable(desk: Desk, hash: string): Promise<Uint8Array | undefined> {
  try {
    return (await desk.files.get(hash)).bytes
  } catch (error) {
    if (error instanceof FileFault || error instanceof CallRefusal) return undefined
    throw error
  }
}
