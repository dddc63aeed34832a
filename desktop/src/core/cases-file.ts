import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSqliteError } from './store/sqlite.ts'
import { StorageFault, storageFault } from './store/storage-fault.ts'

const CASES = 'cases.sqlite'
/** Lies beside a file of cases that was found damaged while it was in use. */
const MARK = 'cases.broken'

/**
 * Opens what stands on `cases.sqlite`. It holds nothing of its own: one that is damaged is removed, and made anew from
 * the events.
 */
export async function openedOrAnew<T>(folder: string, open: () => Promise<T>): Promise<T> {
  if (existsSync(join(folder, MARK))) remove(folder)
  try {
    return await open()
  } catch (error) {
    if (!isBroken(storageFault(error, join(folder, CASES)))) throw error
    markBroken(folder)
    remove(folder)
    return open()
  }
}

/**
 * What a call failed of, where it failed reading the cases: only they are read without a word of the store around it.
 * A damaged file is marked, to be made anew at the next start.
 */
export function casesFault(folder: string, error: unknown): unknown {
  const fault = isSqliteError(error, 'SQLITE_') ? storageFault(error, join(folder, CASES)) : error
  if (fault instanceof StorageFault && isBroken(fault)) markBroken(folder)
  return fault ?? error
}

/** Its key is the window's own, which has opened the events: what it does not open is damaged. */
const isBroken = (fault: StorageFault | undefined) =>
  fault !== undefined && (fault.code === 'corrupt' || fault.code === 'key') && fault.file.endsWith(CASES)

function markBroken(folder: string): void {
  try {
    writeFileSync(join(folder, MARK), '')
  } catch {
    // On a full disk it is found damaged again at the next start.
  }
}

function remove(folder: string): void {
  for (const name of [`${CASES}-wal`, `${CASES}-shm`, CASES, MARK]) rmSync(join(folder, name), { force: true })
}
