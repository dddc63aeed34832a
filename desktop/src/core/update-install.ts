import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn } from '../../../native-bridges/src/kept-files.ts'
import { isFor, isVersion, whyNot } from '../../../shared-types/src/engine/update-package.ts'
import type { UpdateManifest } from '../../../shared-types/src/model/update.ts'
import { checkPayload, type OpenedUpdate, openUpdate } from './update-open.ts'
import {
  launcherState,
  nextVersion,
  putDurably,
  syncFolder,
  type VersionNote,
  versionFolder,
  versionNote,
  versionsFolder,
} from './update-place.ts'
import { UpdateRefusal } from './update-refusal.ts'
import { isWhole, unpack } from './update-unpack.ts'

/** What a package must be for, and who may have released it. */
export interface UpdateMachine {
  keys: readonly string[]
  /** `process.platform`-`process.arch`. */
  platform: string
  shell: 'electron' | 'web'
  /** The version of the program that runs. */
  version: string
}

const MAKING = '.making-'

/**
 * Lays the version of a package beside those that are there, to be tried at the next start. Whole or not at all: whatever
 * cuts it short, the launcher finds what it found before, and the same again succeeds.
 * @throws UpdateRefusal
 */
export async function installUpdate(base: string, path: string, machine: UpdateMachine): Promise<UpdateManifest> {
  const opened = await openUpdate(path, machine.keys)
  await demandFit(base, opened, machine)
  await checkPayload(path, opened)
  const { manifest } = opened
  const note: VersionNote = { version: manifest.version, package: opened.package, run: manifest.run }
  try {
    if (!(await isLaid(base, opened))) await lay(base, path, opened, note)
    await putDurably(base, 'next.json', { version: note.version, package: note.package })
  } catch (error) {
    throw isOfDisk(error) ? new UpdateRefusal('disk', { cause: error }) : error
  }
  return manifest
}

/** @throws UpdateRefusal for a package that is not for this machine, or not in the place of what runs here */
export async function demandFit(
  base: string,
  { manifest, package: name }: Pick<OpenedUpdate, 'manifest' | 'package'>,
  machine: UpdateMachine,
): Promise<void> {
  if (!isFor(manifest, machine.platform, machine.shell)) throw new UpdateRefusal('platform')
  const { current = machine.version, failed } = await launcherState(base)
  // The one that is being tried and the one that it goes back to: it must not be older than either.
  for (const running of new Set([machine.version, current])) {
    const why = whyNot(manifest, running)
    if (why) throw new UpdateRefusal(why)
  }
  if (failed.some(known => known.package === name)) throw new UpdateRefusal('failed-before')
}

/** Whether this very package's version lies there already, as it was signed. */
async function isLaid(base: string, { manifest, package: name }: OpenedUpdate): Promise<boolean> {
  const note = await versionNote(base, manifest.version)
  return note?.package === name && (await isWhole(manifest.files, versionFolder(base, manifest.version)))
}

async function lay(base: string, path: string, opened: OpenedUpdate, note: VersionNote): Promise<void> {
  const versions = versionsFolder(base)
  const making = join(versions, `${MAKING}${randomUUID()}`)
  await mkdir(making, { recursive: true })
  try {
    await unpack(path, opened, making)
    await forget(base, note.version)
    await rename(making, versionFolder(base, note.version))
    await syncFolder(versions)
    await putDurably(versions, `${note.version}.json`, note)
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}

/** Takes a version away: first the word that it is whole, then what it is made of. */
async function forget(base: string, version: string): Promise<void> {
  await rm(join(versionsFolder(base), `${version}.json`), { force: true })
  await syncFolder(versionsFolder(base))
  await rm(versionFolder(base, version), { recursive: true, force: true })
}

/** Removes what was left half done, and versions that nobody goes back to. */
export async function tidyVersions(base: string, running: string): Promise<void> {
  const { current, previous, trying } = await launcherState(base)
  const next = await nextVersion(base)
  const needed = new Set([running, current, previous, trying?.version, next?.version])
  for (const name of await namesIn(versionsFolder(base))) {
    if (name.startsWith(MAKING)) await rm(join(versionsFolder(base), name), { recursive: true, force: true })
    else if (isVersion(name) && !needed.has(name)) await forget(base, name)
  }
}

const isOfDisk = (error: unknown): boolean =>
  error instanceof Error &&
  /^(ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EIO)$/.test(String((error as NodeJS.ErrnoException).code))
