import { domains as ownDomains } from '../../../shared-types/src/domains/index.ts'
import { kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import { type Clock, clock } from './clock.ts'
import type { CoreOptions } from './core.ts'
import type { Desk } from './desk.ts'
import { directory } from './directory.ts'
import { disposalNotes, noting } from './disposal-notes.ts'
import { type Events, eventStore } from './events.ts'
import { fileKeys } from './keys/file-keys.ts'
import type { KeyStore } from './keys/key-store.ts'
import { openSecrets, type Secrets } from './keys/secrets.ts'
import { beforeMigration } from './migration-backup.ts'
import { type Notes, notes as notesOf } from './notes.ts'
import { outgoing as outgoingOf } from './outgoing.ts'
import { overruled } from './overruled.ts'
import { SAID } from './own-words.ts'
import { finishRestore } from './restore.ts'
import { RESTORED, type RestoredNote } from './restored.ts'
import type { Enrolment } from './server-client.ts'
import { stationIdentity } from './station-identity.ts'
import { openDatabase, type WindowDatabase } from './store/database.ts'
import { kept } from './store/kept.ts'
import { StorageFault } from './store/storage-fault.ts'

/** What lies on this machine's disk, and who the station is by it. */
export interface Stored
  extends Pick<
    Desk,
    | 'domains'
    | 'kinds'
    | 'keys'
    | 'secrets'
    | 'db'
    | 'notes'
    | 'events'
    | 'directory'
    | 'outgoing'
    | 'overruled'
    | 'disposals'
    | 'station'
    | 'identity'
  > {
  clock: Clock
  /** ISO 8601, the device's own. */
  now: () => string
  /** The enrolment as it is now: kept on disk when it changes. */
  held: { enrolment: Enrolment | undefined }
}

/** Opens the window's database and reads what everything else stands on. */
export async function openStored(options: CoreOptions, closing: (() => unknown)[]): Promise<Stored> {
  const domains = options.domains ?? ownDomains
  const kinds = kindsOf(domains)
  const now = options.now ?? (() => new Date().toISOString())
  const keys = await keysOf(options)
  const secrets = await openSecrets(options.folder, keys)
  const db = await openPrepared(options, secrets, now)
  closing.push(() => db.close())
  const notes = notesOf(kept(db.local, 'note'))
  const said = eventStore(db.events, kept(db.local, SAID))
  const disposals = disposalNotes(kept(db.local, 'erased'), said, kinds)
  const events = { ...said, own: noting(said.own, disposals) }
  const known = await directory(db.settings, kinds)
  const outgoing = await outgoingOf(events, notes, kinds)
  const held = { enrolment: await notes.get<Enrolment>('enrolment') }
  const station = () => held.enrolment?.station
  const identity = await stationIdentity(options, { keys, notes, now, station })
  const time = clock(await lastStamp(events, notes, station() ?? ''), () => known.deployment().zone, now)
  return {
    domains,
    kinds,
    now,
    keys,
    secrets,
    db,
    notes,
    events,
    directory: known,
    outgoing,
    disposals,
    overruled: overruled(kept(db.local, 'overruled'), events, kinds, () => station() ?? ''),
    held,
    station,
    identity,
    clock: time,
  }
}

/** The database as this program needs it: after a restore that was interrupted, and with a backup of older documents. */
async function openPrepared(options: CoreOptions, secrets: Secrets, now: () => string): Promise<WindowDatabase> {
  await finishRestore(options.folder)
  await beforeMigration(options, secrets, now)
  return openDatabase(options.folder, secrets.database).catch(asDamaged)
}

/** Where this station's stamps go on: behind its last event, and behind what it may have said before it was restored. */
async function lastStamp(events: Events, notes: Notes, station: string) {
  const last = await events.lastOf(station)
  const used = (await notes.get<RestoredNote>(RESTORED))?.counter ?? 0
  return { ...last, counter: Math.max(last.counter, used), seen: (await notes.get<string>('seen')) ?? '' }
}

/** The folder's key has been proved to be its own: what does not open with it is damaged. */
function asDamaged(error: unknown): never {
  throw error instanceof StorageFault && error.code === 'key' ? new StorageFault('corrupt', error.file, error) : error
}

/** What keeps the window's keys: what the shell chose, else a protected file in the folder. */
export const keysOf = async ({ keys, folder }: CoreOptions): Promise<KeyStore> => keys ?? fileKeys(folder)
