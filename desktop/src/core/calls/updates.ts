import { openAsBlob } from 'node:fs'
import type { UpdatesPlan, UpdateView } from '../../api/updates.ts'
import { asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import { dropIncoming, incomingPath, sizeOf } from '../carry-incoming.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { ServerRefusal } from '../server-fault.ts'
import { UpdateRefusal } from '../update-refusal.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

type Own = 'updates.state' | 'updates.look' | 'updates.take' | 'updates.plan' | 'updates.roll' | 'updates.bring'

/** The version of this window, and for administrators which versions the windows of their units get. */
export function updateCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    'updates.state': (_, client) => {
      asking(desk, client)
      return view(desk, client)
    },
    'updates.look': async (_, client) => {
      administrator(desk, client)
      await desk.updates.look().catch(refused)
      return view(desk, client)
    },
    'updates.take': async ({ upload }, client) => {
      const user = administrator(desk, client)
      const path = incomingPath(desk, upload)
      await sizeOf(path)
      const { version, made } = await desk.updates.take(path).catch(refused)
      await desk.audit(user, 'update-taken', `update-${version}`, { version, made })
      await dropIncoming(desk, upload)
      return view(desk, client)
    },
    'updates.plan': (_, client) => {
      administrator(desk, client)
      return plan(desk, client)
    },
    'updates.roll': async (rollout, client) => {
      administrator(desk, client)
      await desk.server.rollUpdate(rollout)
      return plan(desk, client)
    },
    'updates.bring': async ({ upload }, client) => {
      administrator(desk, client)
      const path = incomingPath(desk, upload)
      await sizeOf(path)
      const { hash } = await desk.updates.check(path).catch(refused)
      await desk.server.bringUpdate(hash, await openAsBlob(path)).catch(notBrought)
      await dropIncoming(desk, upload)
      return plan(desk, client)
    },
  }
}

function administrator(desk: Desk, client: Client) {
  const { user } = asking(desk, client)
  if (user.role !== 'administrator') throw new CallRefusal('forbidden', 'server.forbidden')
  return user
}

async function view({ updates, version }: Desk, { language }: Client): Promise<UpdateView> {
  const { managed, machine } = updates
  const progress = await updates.progress()
  const released = machine.keys.length > 0
  const why = !managed ? 'unmanaged' : released ? undefined : 'no-key'
  return {
    version,
    managed,
    released,
    progress,
    text: why ? coreText(language, `update.${why}`) : said(progress, language),
  }
}

async function plan(desk: Desk, { language }: Client): Promise<UpdatesPlan> {
  const { packages, rollouts, stations } = await desk.server.updates()
  const nameOf = (target: string) => desk.directory.station(target)?.name ?? desk.directory.unitName(target)
  return {
    packages,
    rollouts: rollouts.map(rollout => ({ ...rollout, name: nameOf(rollout.target) })),
    stations: stations.map(({ progress, ...row }) => ({
      ...row,
      unitName: desk.directory.unitName(row.unit),
      progress,
      text: said(progress, language),
    })),
  }
}

function said(progress: UpdateView['progress'], language: Client['language']): string {
  if (progress.how === 'current') return coreText(language, 'update.is.current')
  if (progress.how === 'failed')
    return coreText(language, 'update.is.failed', {
      version: progress.version,
      why: coreText(language, `update.${progress.why}`),
    })
  const percent = progress.how === 'loading' ? Math.floor((100 * progress.done) / Math.max(1, progress.size)) : 100
  return coreText(language, `update.is.${progress.how}`, { version: progress.version, percent })
}

function refused(error: unknown): never {
  throw error instanceof UpdateRefusal ? new CallRefusal('format', `update.${error.code}`) : error
}

/** The centre looks at a package as a window does, with the keys that it was built with. */
function notBrought(error: unknown): never {
  throw error instanceof ServerRefusal && error.error === 'content' && error.detail
    ? new CallRefusal('server', 'update.notBrought', { why: error.detail })
    : error
}
