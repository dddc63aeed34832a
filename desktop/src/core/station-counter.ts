import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Notes } from './notes.ts'
import { storageFault } from './store/storage-fault.ts'
import { syncFolder } from './sync-folder.ts'

/** Gives each signed request of this window a number that no earlier one had, whatever became of the process. */
export interface RequestCounter {
  /** @throws StorageFault when it cannot be made durable that the number is used */
  next(): Promise<number>
}

/** Numbers that are set aside at once: a crash skips at most these, and repeats none. */
const BLOCK = 1000
const NOTE = 'request-counter'

/**
 * Counts on from the highest number ever set aside, which stands in a file of its own and as a note in the database: a
 * database that is restored from its backup does not set the count back, nor does a lost file.
 */
export async function requestCounter(folder: string, notes: Notes): Promise<RequestCounter> {
  const file = join(folder, 'station-counter')
  const start = Math.max(await inFile(file), (await notes.get<number>(NOTE)) ?? 0)
  const state: { last: number; reserved: number; reserving?: Promise<void> } = { last: start, reserved: start }
  async function reserve(): Promise<void> {
    const to = state.reserved + BLOCK
    await writeDurably(folder, file, String(to))
    await notes.put(NOTE, to)
    state.reserved = to
  }
  return {
    async next() {
      while (state.last >= state.reserved) {
        state.reserving ??= reserve().finally(() => delete state.reserving)
        await state.reserving
      }
      state.last += 1
      return state.last
    },
  }
}

/** What is no number counts as none: the note has it too. */
async function inFile(file: string): Promise<number> {
  try {
    const value = Number(await readFile(file, 'utf8'))
    return Number.isSafeInteger(value) && value > 0 ? value : 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw storageFault(error, file) ?? error
  }
}

async function writeDurably(folder: string, file: string, text: string): Promise<void> {
  try {
    const handle = await open(`${file}.new`, 'w', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(`${file}.new`, file)
    await syncFolder(folder)
  } catch (error) {
    throw storageFault(error, file) ?? error
  }
}
