import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../../../native-bridges/src/kept-files.ts'
import { isVersion } from '../../../shared-types/src/engine/update-package.ts'

/**
 * Where the program's versions lie: `versions/<version>` with `versions/<version>.json` beside it once it is whole. The
 * launcher (shells/launcher.mjs) alone writes `state.json`; the program alone writes `next.json` and `up.json`.
 */
export interface UpdatePlace {
  base: string
  /** Drawn by the launcher for this start; what is said of it names it. */
  start: string
}

/** A version that did not come up, by the package that brought it. */
export interface FailedVersion {
  version: string
  package: string
  at: string
}

/** What the launcher keeps. */
export interface LauncherState {
  current?: string
  previous?: string
  trying?: { version: string; package: string; starts: number }
  failed: readonly FailedVersion[]
}

/** A version's note, which is there once all of it is. */
export interface VersionNote {
  version: string
  /** The sha-256 of what was signed, in hex: which package brought it. */
  package: string
  run: string
}

/** The launcher says where it is; undefined for a program that was started without it and takes no updates. */
export function updatePlace(env: Readonly<Record<string, string | undefined>> = process.env): UpdatePlace | undefined {
  const { CHUANGTAI_PROGRAM: base, CHUANGTAI_START: start } = env
  return base && start ? { base, start } : undefined
}

export const versionsFolder = (base: string): string => join(base, 'versions')
export const versionFolder = (base: string, version: string): string => join(versionsFolder(base), version)

/** The launcher's state; nothing known where it has not written one that can be read. */
export async function launcherState(base: string): Promise<LauncherState> {
  const { current, previous, trying, failed } = ((await jsonIn(join(base, 'state.json'))) ??
    {}) as Partial<LauncherState>
  return {
    ...(isVersion(current) && { current }),
    ...(isVersion(previous) && { previous }),
    ...(trying && isVersion(trying.version) && { trying }),
    failed: Array.isArray(failed) ? failed : [],
  }
}

export const versionNote = (base: string, version: string): Promise<VersionNote | undefined> =>
  jsonIn(join(versionsFolder(base), `${version}.json`)) as Promise<VersionNote | undefined>

/** The version that the launcher takes at its next start. */
export async function nextVersion(base: string): Promise<Pick<VersionNote, 'version' | 'package'> | undefined> {
  const next = (await jsonIn(join(base, 'next.json'))) as Partial<VersionNote> | undefined
  return next && isVersion(next.version) ? { version: next.version, package: String(next.package) } : undefined
}

/** Writes a file whole, so that it is there after a power cut too. */
export async function putDurably(folder: string, name: string, value: unknown): Promise<void> {
  await writeWhole(folder, name, JSON.stringify(value))
  await syncFolder(folder)
}

/** Makes a folder's entries durable, where the system lets a folder be synced. */
export async function syncFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const handle = await open(folder).catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

/** What lies there as JSON; undefined when nothing does, or what no longer can be read. */
async function jsonIn(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}
