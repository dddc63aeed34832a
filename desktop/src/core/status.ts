import type { Status } from '../api/sync.ts'
import type { Desk } from './desk.ts'
import { stationNotice } from './station-notice.ts'
import { certificateWarning } from './tls-notice.ts'
import type { CoreLanguage } from './words.ts'
import { coreText } from './words.ts'

/** What the status bar says. */
export async function statusOf(desk: Desk, language: CoreLanguage): Promise<Status> {
  const sync = desk.sync.state()
  return {
    network: sync.network,
    ...networkText(desk, language),
    ...(sync.lastSync && { lastSync: sync.lastSync }),
    unsent: desk.outgoing.waiting(),
    refused: desk.outgoing.refused(),
    overruled: await overruledOf(desk),
    unconfirmed: desk.outgoing.unconfirmed().length,
    syncing: sync.active,
    ...(sync.seeding && { seeding: sync.seeding }),
    devices: desk.devices.states(language),
    ...clockText(desk, language),
    warnings: [
      ...(desk.restored.pending() ? [coreText(language, 'restore.contact')] : []),
      ...[desk.backups.warning(language) ?? []].flat(),
      ...[certificateWarning(desk, language) ?? []].flat(),
    ],
  }
}

/** How often others decided over values of whoever sits here, and they have not noted it. */
async function overruledOf({ overruled, session }: Desk): Promise<number> {
  const user = session.user()
  return user ? (await overruled.of(user.id)).length : 0
}

/** What the centre said no with; a station that it does not take says so also while there is no line. */
function networkText(desk: Desk, language: CoreLanguage): Pick<Status, 'networkText'> {
  const { stationFault } = stationNotice(desk.identity, language)
  if (stationFault) return { networkText: stationFault.text }
  const { fault, refusal } = desk.sync.state()
  if (fault) return { networkText: coreText(language, `tls.${fault}`) }
  return refusal ? { networkText: coreText(language, `server.${refusal}`, { detail: '' }) } : {}
}

/** Minutes from which a clock is told to be wrong: less is nobody's business at a window. */
const CLOCK_OFF = 5

/** The clock stands before the last known time, or far from the server's. */
function clockText(desk: Desk, language: CoreLanguage): Pick<Status, 'clock'> {
  const behind = desk.clock.behind()
  if (behind > 0) return { clock: coreText(language, 'clock.behind', { minutes: behind }) }
  const off = Math.round(desk.identity.clockOffset() / 60_000)
  if (Math.abs(off) < CLOCK_OFF) return {}
  return { clock: coreText(language, `clock.off.${off > 0 ? 'behind' : 'ahead'}`, { minutes: Math.abs(off) }) }
}
