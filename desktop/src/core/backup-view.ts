import type { BackupsView } from '../api/settings.ts'
import { type Backup, listBackups } from './backup-list.ts'
import type { Salvage } from './restore-salvage.ts'
import type { CoreLanguage } from './words.ts'
import { coreText } from './words.ts'

/**
 * The backups as somebody chooses among them: with each what would become of the work that was entered after it, by
 * what can be read of the present data.
 */
export async function backupViews(
  folder: string,
  present: Pick<Salvage, 'whole' | 'waiting'>,
  language: CoreLanguage,
): Promise<BackupsView['backups']> {
  return (await listBackups(folder)).map(b => ({
    name: b.name,
    at: b.at,
    why: coreText(language, `backup.why.${b.why}`),
    events: b.events,
    unsent: b.waiting,
    since: since(b, present, language),
    loses: !present.whole,
  }))
}

function since(backup: Backup, { waiting, whole }: Pick<Salvage, 'whole' | 'waiting'>, language: CoreLanguage): string {
  const count = waiting.filter(e => e.counter > backup.counter).length
  return coreText(language, whole ? 'backup.sinceWhole' : 'backup.sincePartly', { count })
}
