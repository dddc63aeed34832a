import { CALLS } from '../api.ts'
import { backupViews } from './backup-view.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Client } from './core.ts'
import { failureOf } from './failure.ts'
import type { RestoreReport } from './restore.ts'
import { type Salvage, salvage } from './restore-salvage.ts'
import { StorageFault } from './store/storage-fault.ts'
import { coreText } from './words.ts'

/** What a window can still do whose data cannot be opened: say so, show its backups, and put one in their place. */
export interface RecoveryParts {
  folder: string
  /** The key of the database, 32 bytes. */
  key: Uint8Array
  fault: StorageFault
  /** Puts the backup in place and opens the window. */
  restore(name: string): Promise<RestoreReport>
  /** Lays the data aside and opens an empty window. */
  anew(): Promise<void>
}

/** Whether a restore can help: the window's own database is damaged, gone or unreadable, and its key is at hand. */
export function isRecoverable(error: unknown): error is StorageFault {
  return (
    error instanceof StorageFault &&
    ['corrupt', 'missing', 'io'].includes(error.code) &&
    /window\.sqlite$/.test(error.file)
  )
}

/** Answers the calls of a screen; everything but the restore is refused with what is wrong. */
export function recoveryCalls(parts: RecoveryParts): (name: string, args: unknown, client: Client) => Promise<unknown> {
  const state: { saved?: Salvage } = {}
  const saved = () => {
    state.saved ??= salvage(parts.fault.file, parts.key)
    return state.saved
  }
  const fault = (client: Client) => failureOf(parts.fault, client.language)
  return async (name, args, client) => {
    switch (name) {
      case 'session.language':
        client.language = CALLS['session.language'].args.parse(args).language
        return undefined
      case 'backups.list':
        return { fault: fault(client).text, backups: await backupViews(parts.folder, saved(), client.language) }
      case 'backups.restore': {
        const report = await parts.restore(CALLS['backups.restore'].args.parse(args).name)
        return restoredText(report, client)
      }
      case 'backups.anew':
        await parts.anew()
        return undefined
      default:
        throw fault(client)
    }
  }
}

/** What a restore brought back, and what is still to come. */
export function restoredText({ salvaged, whole }: RestoreReport, { language }: Client): { text: string } {
  const key = whole ? 'restore.done' : 'restore.donePartly'
  return { text: coreText(language, key, { salvaged }) }
}

/** Whoever is refused learns why. */
export const mayRestore = (role: string | undefined): void => {
  if (role !== 'administrator') throw new CallRefusal('forbidden', 'server.forbidden')
}
