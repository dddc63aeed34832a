import { asking } from '../asking.ts'
import { backupViews } from '../backup-view.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client, CoreOptions } from '../core.ts'
import type { Desk } from '../desk.ts'
import { mayRestore, restoredText } from '../recovery.ts'
import type { Handlers } from './handlers.ts'

type Own = 'backups.list' | 'backups.make' | 'backups.restore' | 'backups.anew'

/** The backups of a window that works, for administrators. */
export function backupCalls(desk: Desk, options: CoreOptions): Pick<Handlers, Own> {
  const asked = (client: Client) => {
    const { user } = asking(desk, client)
    mayRestore(user.role)
    return user
  }
  const list = async ({ language }: Client) => {
    const waiting = await desk.events.waiting()
    return { backups: await backupViews(desk.folder, { whole: true, waiting }, language) }
  }
  return {
    'backups.list': (_, client) => {
      asked(client)
      return list(client)
    },
    async 'backups.make'(_, client) {
      const user = asked(client)
      const { name } = await desk.backups.make()
      await desk.audit(user, 'backup', name, {})
      return list(client)
    },
    async 'backups.restore'({ name }, client) {
      const user = asked(client)
      if (!options.restore) throw new CallRefusal('busy', 'restore.shell')
      await desk.audit(user, 'restore-asked', name, {})
      return restoredText(await options.restore(name, user.id), client)
    },
    'backups.anew'() {
      // Only for a window whose data cannot be read: this one's can.
      throw new CallRefusal('forbidden', 'restore.working')
    },
  }
}
