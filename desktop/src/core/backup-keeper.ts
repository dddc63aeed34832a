import { type BackupParts, makeBackup } from './backup.ts'
import { BackupFault } from './backup-fault.ts'
import { type Backup, DATABASE, listBackups } from './backup-list.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { StorageFault } from './store/storage-fault.ts'
import type { CoreLanguage } from './words.ts'
import { coreText } from './words.ts'

/** Sees to it that there is a backup of every day. */
export interface BackupKeeper {
  /** Now, because somebody asked. @throws BackupFault, StorageFault */
  make(): Promise<Backup>
  /** What the status bar says of backups; undefined when all is well. */
  warning(language: CoreLanguage): string | undefined
  /** Looks again whether one is due; the keeper does so by itself every few minutes. */
  look(): Promise<void>
  /** Waits for one that is being made. */
  close(): Promise<void>
}

interface Parts extends BackupParts {
  /** The deployment's local time of day, 0–23, and day (YYYY-MM-DD) of an instant. */
  local: (at: string) => { hour: number; day: string }
  /** Hears that `warning` may be another. */
  changed: () => void
  log: (error: unknown) => void
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Not at the very moment of starting, when the clerk wants to begin. */
const FIRST = MINUTE
const EVERY = 10 * MINUTE
/** After one failed, the next is tried this much later. */
const AFTER_FAULT = 60 * MINUTE
/** The hour from which the working day counts as over. */
const EVENING = 18
const OLD = 3 * DAY

/** Whether a backup is due: none for a day, or none since this day's work ended. */
export function isDue(last: string | undefined, now: string, local: Parts['local']): boolean {
  if (last === undefined || Date.parse(now) - Date.parse(last) >= DAY) return true
  // A clock that was set back must not put the next backup off for years.
  if (Date.parse(last) > Date.parse(now) + DAY) return true
  const [then, here] = [local(last), local(now)]
  return here.hour >= EVENING && (then.day < here.day || (then.day === here.day && then.hour < EVENING))
}

/** Begins to watch the time; the first look is a minute after the start. */
export function backupKeeper(parts: Parts): BackupKeeper {
  const queue = oneAtATime()
  const state: { last?: string; fault?: unknown; tried?: number; closed?: boolean; looked?: boolean } = {}
  const make = (why: Backup['why']) =>
    queue(async () => {
      if (state.closed) throw new StorageFault('closed', parts.folder)
      state.tried = Date.parse(parts.now())
      try {
        const made = await makeBackup(parts, why)
        state.last = made.at
        delete state.fault
        return made
      } catch (error) {
        state.fault = error
        if (!(error instanceof BackupFault || error instanceof StorageFault)) parts.log(error)
        throw error
      } finally {
        parts.changed()
      }
    })
  const look = async () => {
    // Where they cannot even be listed, making one says why.
    state.last = (await listBackups(parts.folder).catch(() => []))[0]?.at
    if (!state.looked) parts.changed()
    state.looked = true
    const now = parts.now()
    const resting = state.fault && Math.abs(Date.parse(now) - state.tried!) < AFTER_FAULT
    if (!state.closed && !resting && isDue(state.last, now, parts.local)) await make('day')
  }
  const quietly = () => void look().catch(() => undefined)
  const timers = [setTimeout(quietly, FIRST).unref(), setInterval(quietly, EVERY).unref()]
  return {
    make: () => make('asked'),
    look,
    warning(language) {
      const corrupt = state.fault instanceof StorageFault && state.fault.code === 'corrupt'
      if (corrupt && (state.fault as StorageFault).file.endsWith(DATABASE) && !inBackups(state.fault as StorageFault))
        return coreText(language, 'backup.corrupt')
      if (state.fault) return coreText(language, 'backup.failed', { why: reason(state.fault, language) })
      const old = state.last !== undefined && Date.parse(parts.now()) - Date.parse(state.last) > OLD
      return old ? coreText(language, 'backup.old', { day: parts.local(state.last!).day }) : undefined
    },
    async close() {
      state.closed = true
      for (const timer of timers) clearTimeout(timer)
      await queue(async () => undefined)
    },
  }
}

const inBackups = (fault: StorageFault) => /[\\/]backups[\\/]/.test(fault.file)

function reason(error: unknown, language: CoreLanguage): string {
  if (error instanceof BackupFault) return coreText(language, `backup.${error.code}`, error.facts)
  if (error instanceof StorageFault) return coreText(language, `storage.${error.code}`, { file: error.file })
  return coreText(language, 'call.internal', { detail: error instanceof Error ? error.name : typeof error })
}
