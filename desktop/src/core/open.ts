import type { CallName, Notice } from '../api.ts'
import { CALLS } from '../api.ts'
import { noteRefused } from './audit-refused.ts'
import { CallRefusal } from './call-refusal.ts'
import { handlersOf } from './calls/all.ts'
import type { Handlers } from './calls/handlers.ts'
import { seriesLabel } from './calls/sync.ts'
import { casesFault } from './cases-file.ts'
import { demandDoor, hears } from './citizen-door.ts'
import type { Client, Core, CoreOptions } from './core.ts'
import type { Desk } from './desk.ts'
import { failureOf, isBug } from './failure.ts'
import { demandUnlocked, hangs, toldWhileLocked } from './locked-calls.ts'
import { NumbersExhausted } from './numbers.ts'
import { openDesk } from './open-desk.ts'
import { wordNotice } from './word-notice.ts'

/**
 * Opens a window on its data folder: takes the folder, opens what was entered, folds what lags, and begins to talk to the
 * centre when the station is enrolled.
 * @throws FolderLockFault, StorageFault
 */
export async function openCore(options: CoreOptions): Promise<Core> {
  const hearers = new Map<(notice: Notice) => void, Client>()
  const opened: { desk?: Desk } = {}
  const tell = (notice: Notice) => {
    if (opened.desk?.idle.locked() && !toldWhileLocked(notice)) return
    for (const [hear, client] of hearers) if (hears(client, notice)) hear(wordNotice(notice, client.language))
  }
  const { desk, close } = await openDesk(options, tell)
  opened.desk = desk
  const handlers = handlersOf(desk, options)
  return {
    async call(name, args, client) {
      try {
        if (!Object.hasOwn(CALLS, name)) throw new CallRefusal('not-found', 'call.unknown', { name: name.slice(0, 60) })
        demandDoor(name, client)
        demandUnlocked(desk.idle, name as CallName, hangs(desk.session, client))
        return await answer(handlers, name as CallName, args, client)
      } catch (error) {
        const failure = failureOf(worded(desk, error, client.language), client.language)
        if (isBug(failure)) options.log?.(error)
        // Whoever stands before the second screen is not who is signed in.
        if (!client.citizen) await noteRefused(desk, name, failure)
        throw failure
      }
    },
    listen(hear, client) {
      hearers.set(hear, client)
      const left = client.citizen && desk.citizen.join()
      return () => {
        hearers.delete(hear)
        left?.()
      }
    },
    close,
  }
}

/** Arguments are parsed here, once; behind this they are trusted. */
function answer<N extends CallName>(handlers: Handlers, name: N, args: unknown, client: Parameters<Core['call']>[2]) {
  const handler = handlers[name] as (args: unknown, client: Parameters<Core['call']>[2]) => ReturnType<Core['call']>
  return handler(CALLS[name].args.parse(args ?? {}), client)
}

const worded = (desk: Desk, error: unknown, language: 'zh-CN' | 'en') =>
  error instanceof NumbersExhausted
    ? new CallRefusal('offline', 'numbers.exhausted', { series: seriesLabel(desk, error.series, language) })
    : casesFault(desk.folder, error)
