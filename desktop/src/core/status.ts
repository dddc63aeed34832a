import type { Status } from '../api.ts'
import type { Desk } from './desk.ts'
import { unconfirmed } from './unconfirmed.ts'
import type { CoreLanguage } from './words.ts'
import { coreText } from './words.ts'

/** What the status bar says. */
export async function statusOf(desk: Desk, language: CoreLanguage): Promise<Status> {
  const sync = desk.sync.state()
  const behind = desk.clock.behind()
  return {
    network: sync.network,
    ...(sync.refusal && { networkText: coreText(language, `server.${sync.refusal}`, { detail: '' }) }),
    ...(sync.lastSync && { lastSync: sync.lastSync }),
    unsent: desk.outgoing.waiting(),
    refused: desk.outgoing.refused(),
    unconfirmed: (await unconfirmed(desk)).length,
    syncing: sync.active,
    ...(sync.seeding && { seeding: sync.seeding }),
    devices: desk.devices.states(language),
    ...(behind > 0 && { clock: coreText(language, 'clock.behind', { minutes: behind }) }),
    warnings: [],
  }
}
