import { existsSync, readdirSync } from 'node:fs'
import { copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { writeWhole } from '../../../native-bridges/src/kept-files.ts'
import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import { linked } from './backup.ts'
import { BackupFault } from './backup-fault.ts'
import { syncFile, verifyDatabase } from './backup-file.ts'
import { type Backup, BLOBS, backupsFolder, DATABASE, listBackups } from './backup-list.ts'
import { packages } from './carry-packages.ts'
import type { Secrets } from './keys/secrets.ts'
import { notes as notesOf } from './notes.ts'
import { type Salvage, salvage } from './restore-salvage.ts'
import { RESTORED, type RestoredNote } from './restored.ts'
import { openDatabase, type WindowDatabase } from './store/database.ts'
import { kept } from './store/kept.ts'
import { rawQuery } from './store/raw-query.ts'
import { guarded, storageFault } from './store/storage-fault.ts'
import { syncFolder } from './sync-folder.ts'

export interface RestoreParts {
  /** The data folder; its lock is held by the caller and its database is closed. */
  folder: string
  secrets: Pick<Secrets, 'database'>
  now: () => string
  /** The administrator who asked, by id; nobody is known on the start page. */
  by?: string
}

/** What a restore did besides. */
export interface RestoreReport {
  /** Unsent events that were read out of the old database and wait again. */
  salvaged: number
  /** Whether all of the old database could be read. */
  whole: boolean
}

const RESTORING = 'restoring'
const READY = 'ready'
const LAID_ASIDE = 'laid-aside'
const REPLACED = ['cases.sqlite', DATABASE].flatMap(name => [`${name}-wal`, `${name}-shm`, name])
/** Counters that a window may have used since its backup where nobody can tell: far more than anybody enters in 4 weeks. */
const UNKNOWN_COUNTERS = 1_000_000
const UNKNOWN_PACKAGES = 1000

/**
 * Puts a backup in the place of the window's database. What was entered after it and is still readable in the old one is
 * carried over; the old files are laid aside, never deleted. After a power cut it is as before, or goes on by itself at
 * the next start.
 * @throws BackupFault `damaged` when the backup does not open any more: then nothing was changed; StorageFault
 */
export async function restoreBackup(parts: RestoreParts, name: string): Promise<RestoreReport> {
  const { folder, now, secrets } = parts
  const backup = (await listBackups(folder)).find(b => b.name === name)
  if (!backup) throw new BackupFault('damaged')
  const source = join(backupsFolder(folder), name)
  try {
    verifyDatabase(join(source, DATABASE), secrets.database)
  } catch (error) {
    throw new BackupFault('damaged', {}, { cause: error })
  }
  const saved = salvage(join(folder, DATABASE), secrets.database)
  const making = join(folder, RESTORING)
  try {
    await rm(making, { recursive: true, force: true })
    await mkdir(making)
    await copyFile(join(source, DATABASE), join(making, DATABASE))
    guarded(making, () => syncFile(join(making, DATABASE)))
    await carryOver(parts, backup, saved)
    await bringFiles(join(source, BLOBS), join(folder, BLOBS))
    await writeWhole(making, READY, now().slice(0, 19).replaceAll(/[-:]/g, ''))
    await syncFolder(making)
    await syncFolder(folder)
    await finishRestore(folder)
    return { salvaged: saved.waiting.length, whole: saved.whole }
  } catch (error) {
    throw storageFault(error, making) ?? error
  }
}

/** Begins with an empty database, for a window without any backup: it must be enrolled anew. The rest is laid aside. */
export async function beginAnew(folder: string, now: () => string): Promise<void> {
  await layAside(folder, now().slice(0, 19).replaceAll(/[-:]/g, ''))
}

/** Ends what a power cut interrupted once it was decided; to be called before the database is opened. */
export async function finishRestore(folder: string): Promise<void> {
  const making = join(folder, RESTORING)
  if (!existsSync(join(making, READY))) return
  if (existsSync(join(making, DATABASE))) {
    await layAside(folder, await readFile(join(making, READY), 'utf8'))
    await rename(join(making, DATABASE), join(folder, DATABASE))
    await syncFolder(folder)
  }
  await rm(making, { recursive: true })
}

async function layAside(folder: string, stamp: string): Promise<void> {
  const aside = join(folder, LAID_ASIDE, stamp)
  await mkdir(aside, { recursive: true })
  for (const name of REPLACED) if (existsSync(join(folder, name))) await rename(join(folder, name), join(aside, name))
  for (const path of [aside, join(folder, LAID_ASIDE), folder]) await syncFolder(path)
}

/** Completes the copy while nothing of it is in force: what was saved out of the old database, and what must be known. */
async function carryOver({ folder, secrets, now, by }: RestoreParts, backup: Backup, saved: Salvage): Promise<void> {
  const db = await openDatabase(join(folder, RESTORING), secrets.database)
  try {
    await addWaiting(db, saved.waiting)
    if (saved.local.length) await db.local.bulkUpsert(saved.local)
    if (saved.whole) await dropForgotten(db, saved)
    if (!saved.whole) await leapPackages(db)
    const notes = notesOf(kept(db.local, 'note'))
    const earlier = await notes.get<RestoredNote>(RESTORED)
    const known = Math.max(backup.counter, saved.counter, earlier?.counter ?? 0)
    await notes.put(RESTORED, {
      at: now(),
      backup: backup.at,
      counter: known + (saved.whole ? 0 : UNKNOWN_COUNTERS),
      whole: saved.whole,
      salvaged: saved.waiting.length,
      met: false,
      told: false,
      ...(by !== undefined && { by }),
    } satisfies RestoredNote)
  } finally {
    await db.close()
  }
}

/** A package with a number that the centre knows is refused: where nobody can tell which were used, some are left out. */
async function leapPackages(db: WindowDatabase): Promise<void> {
  await packages(kept(db.local, 'carry')).leap(UNKNOWN_PACKAGES)
}

async function addWaiting(db: WindowDatabase, waiting: readonly StoredEvent[]): Promise<void> {
  const ids = waiting.map(e => e.id)
  const known = new Set((await db.events.storageInstance.findDocumentsById(ids, true)).map(e => e.id))
  const { error } = await db.events.bulkInsert(waiting.filter(e => !known.has(e.id)))
  if (error[0]) throw new Error(`An event could not be carried over: status ${error[0].status}`)
}

/** Drafts that were done with and files that were sent since the backup must not come back. */
async function dropForgotten(db: WindowDatabase, saved: Salvage): Promise<void> {
  const still = new Set(saved.local.map(doc => doc.id))
  for (const kind of ['draft', 'upload']) {
    const gone = (await rawQuery(db.local, { where: { kind }, index: ['kind'] })).filter(doc => !still.has(doc.id))
    if (gone.length) await db.local.bulkRemove(gone.map(doc => doc.id))
  }
}

/** Files of the backup that are not here any more. */
async function bringFiles(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const target = join(to, relative(from, path))
    if (existsSync(target)) continue
    await mkdir(dirname(target), { recursive: true })
    await linked(path, target)
    await syncFolder(dirname(target))
  }
}
