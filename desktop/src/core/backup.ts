import { copyFile, link, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { namesIn, writeWhole } from '../../../native-bridges/src/kept-files.ts'
import { BackupFault } from './backup-fault.ts'
import { type BackupFacts, syncFile } from './backup-file.ts'
import {
  type Backup,
  type BackupManifest,
  BLOBS,
  backupsFolder,
  DATABASE,
  listBackups,
  MANIFEST,
} from './backup-list.ts'
import { networkPlace } from './backup-place.ts'
import { outdated } from './backup-rotation.ts'
import type { BackupOrder, BackupReport } from './backup-worker.ts'
import type { Secrets } from './keys/secrets.ts'
import { sealedFiles } from './sealed-files.ts'
import { StorageFault, storageFault } from './store/storage-fault.ts'
import { syncFolder } from './sync-folder.ts'

export interface BackupParts {
  /** The window's data folder; backups lie below it in `backups/<time>`. */
  folder: string
  secrets: Pick<Secrets, 'database' | 'blobs' | 'blobNames'>
  version: string
  /** ISO 8601 */
  now: () => string
}

const MAKING = '.making-'

/**
 * Makes one backup beside the work, verifies it by opening it, and lets go of those that are outdated. It is there whole
 * or not at all, also after a power cut. The window's database may be open, in this process or in none.
 * @throws BackupFault `network`; StorageFault, whose `file` tells whether the window's own database is at fault
 */
export async function makeBackup(parts: BackupParts, why: Backup['why']): Promise<Backup> {
  const { folder, now, secrets, version } = parts
  const place = backupsFolder(folder)
  try {
    await mkdir(place, { recursive: true })
    const network = networkPlace(place)
    if (network) throw new BackupFault('network', { kind: network })
    await clearHalves(place)
    const at = now()
    const name = `${at.slice(0, 19).replaceAll(/[-:]/g, '')}-${why}`
    const making = join(place, MAKING + name)
    await mkdir(making)
    const target = join(making, DATABASE)
    const facts = await copied({ file: join(folder, DATABASE), target, key: secrets.database })
    const files = await keepFiles(parts, making, facts.uploads)
    const manifest = manifestOf(facts, { at, why, version, files, bytes: (await stat(target)).size })
    await writeWhole(making, MANIFEST, JSON.stringify(manifest))
    await syncFolder(making)
    await rm(join(place, name), { recursive: true, force: true })
    await rename(making, join(place, name))
    await syncFolder(place)
    for (const old of outdated(await listBackups(folder), now()))
      await rm(join(place, old.name), { recursive: true, force: true })
    return { ...manifest, name }
  } catch (error) {
    await clearHalves(place).catch(() => undefined)
    throw storageFault(error, place) ?? error
  }
}

/** What an earlier process had begun; one core at a time has the folder. */
async function clearHalves(place: string): Promise<void> {
  for (const name of await namesIn(place))
    if (name.startsWith(MAKING)) await rm(join(place, name), { recursive: true, force: true })
}

function manifestOf(
  { station, events, waiting, counter, at: newest }: BackupFacts,
  rest: Pick<BackupManifest, 'at' | 'why' | 'version' | 'files' | 'bytes'>,
): BackupManifest {
  return { form: 1, ...rest, ...(station !== undefined && { station }), events, waiting, counter, newest }
}

async function copied(order: BackupOrder): Promise<BackupFacts> {
  const worker = new Worker(new URL('./backup-worker.ts', import.meta.url), { workerData: order })
  const report = await new Promise<BackupReport>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`the thread of the backup ended with ${code}`)))
  })
  await worker.terminate()
  if ('facts' in report) return report.facts
  if ('fault' in report) throw new StorageFault(report.fault, report.file, new Error(report.detail))
  throw new Error(report.bug)
}

/**
 * The files that the centre does not have yet, sealed as they are: a second name where the file system knows such, for
 * they never change. One that is not there any more cannot be kept; the rest can. Answers how many were.
 */
async function keepFiles({ folder, secrets }: BackupParts, making: string, hashes: readonly string[]): Promise<number> {
  const from = sealedFiles(join(folder, BLOBS), secrets)
  const to = sealedFiles(join(making, BLOBS), secrets)
  const folders = new Set<string>()
  let kept = 0
  for (const hash of hashes) {
    if (!(await from.has(hash))) continue
    const target = to.pathOf(hash)
    await mkdir(dirname(target), { recursive: true })
    await linked(from.pathOf(hash), target)
    folders.add(dirname(target)).add(dirname(dirname(target)))
    kept++
  }
  for (const path of folders) await syncFolder(path)
  return kept
}

export async function linked(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return
    await copyFile(from, to)
    syncFile(to)
  }
}
