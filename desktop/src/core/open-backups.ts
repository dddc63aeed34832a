import { clockOf, dayOf } from '../../../shared-types/src/engine/day.ts'
import { type BackupKeeper, backupKeeper } from './backup-keeper.ts'
import type { CoreOptions } from './core.ts'
import type { Stored } from './open-stored.ts'

/** Begins to keep backups of an open window; they end with it. */
export function openBackups(
  { folder, version, log }: CoreOptions,
  { secrets, now, directory }: Pick<Stored, 'secrets' | 'now' | 'directory'>,
  changed: () => void,
  closing: (() => unknown)[],
): BackupKeeper {
  const keeper = backupKeeper({
    folder,
    version,
    secrets,
    now,
    local(at) {
      const { zone } = directory.deployment()
      return { day: dayOf(at, zone), hour: Number(clockOf(at, zone).slice(0, 2)) }
    },
    changed,
    log: log ?? (() => undefined),
  })
  closing.push(() => keeper.close())
  return keeper
}
