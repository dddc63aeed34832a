import { coveredYears, makeCalendar } from '../../../../shared-types/src/engine/calendar.ts'
import { dayOf } from '../../../../shared-types/src/engine/day.ts'
import type { Actor } from '../../../../shared-types/src/model/person.ts'
import type { Setting } from '../../../../shared-types/src/protocol.ts'
import type { SettingsView } from '../../api/settings.ts'
import { asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { readableRows } from '../rows.ts'
import { statusOf } from '../status.ts'
import { fingerprintOf } from '../tls-authority.ts'
import type { Handlers } from './handlers.ts'

type Own =
  | 'status'
  | 'sync.now'
  | 'sync.unconfirmed'
  | 'sync.unsent'
  | 'numbers.leases'
  | 'numbers.gaps'
  | 'settings.read'
  | 'settings.parameter'
  | 'settings.calendar'

/** The line to the centre, the numbers it leased, and what it rules. */
export function syncCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    status: (_, client) => statusOf(desk, client.language),
    'sync.now': async (_, client) => {
      await desk.sync.now()
      return statusOf(desk, client.language)
    },
    'sync.unconfirmed': async (_, client) => {
      const who = asking(desk, client)
      const cases = await desk.projection.cases.get(desk.outgoing.unconfirmed())
      return readableRows(desk.kinds, cases.values(), who.rows)
    },
    'sync.unsent': async (_, client) => {
      const who = asking(desk, client)
      const cases = await desk.projection.cases.get(desk.outgoing.waitingCases())
      return readableRows(desk.kinds, cases.values(), who.rows)
    },
    'numbers.leases': async (_, client) => {
      const { words } = asking(desk, client)
      const left = await desk.parts.numbers.left()
      return desk.directory.leases().map(lease => ({
        ...lease,
        left: left.get(lease.id) ?? 0,
        label: seriesLabel(desk, lease.series, words.language),
      }))
    },
    'numbers.gaps': async ({ series, year }, client) => {
      const { user } = asking(desk, client)
      if (!OVERSEERS.includes(user.role)) throw new CallRefusal('forbidden', 'server.forbidden')
      return desk.server.gaps(series, year)
    },
    'settings.read': (_, client) => settings(desk, client),
    'settings.parameter': async ({ domain, name, value }, client) => {
      await put(desk, client, { id: `parameter:${domain}.${name}`, kind: 'parameter', value: { domain, name, value } })
      return settings(desk, client)
    },
    'settings.calendar': async (calendar, client) => {
      await put(desk, client, { id: 'calendar', kind: 'calendar', value: calendar })
      return settings(desk, client)
    },
  }
}

/** Who is told whose numbers are missing; the centre asks the same. */
const OVERSEERS: readonly Actor[] = ['supervisor', 'administrator']

/** The word for a series, `domain.name`. */
export function seriesLabel(desk: Desk, series: string, language: Client['language']): string {
  const [domain = '', name = ''] = series.split('.')
  return desk.domains.find(d => d.name === domain)?.words[language].series?.[name] ?? series
}

async function put(desk: Desk, client: Client, setting: Setting): Promise<void> {
  const { user } = asking(desk, client)
  if (user.role !== 'administrator') throw new CallRefusal('forbidden', 'server.forbidden')
  await desk.server.putSetting(setting)
  await desk.audit(user, 'setting', setting.id, { value: JSON.stringify(setting.value) })
  await desk.sync.now()
}

/** How the centre is known, and until when it can show itself. */
function doorOf(desk: Desk): Pick<SettingsView, 'authority' | 'certificateUntil'> {
  const authority = desk.enrolment()?.authority
  const until = desk.certificate()?.until
  return {
    ...(authority && { authority: fingerprintOf(authority) }),
    ...(until && { certificateUntil: dayOf(until, desk.directory.deployment().zone) }),
  }
}

function settings(desk: Desk, client: Client): SettingsView {
  const { user, words } = asking(desk, client)
  const values = desk.directory.parameters()
  const station = desk.station()
  const calendar = desk.directory.calendar()
  return {
    ...(station && { station: desk.directory.station(station) }),
    ...(desk.enrolment() && { server: desk.enrolment()!.server }),
    ...doorOf(desk),
    dataFolder: desk.folder,
    version: desk.version,
    mayEdit: user.role === 'administrator',
    parameters: desk.domains.flatMap(domain =>
      Object.entries(domain.parameters ?? {}).map(([name, p]) => ({
        ...p,
        domain: domain.name,
        name,
        label: domain.words[words.language].parameters?.[name] ?? name,
        value: values[`${domain.name}.${name}`] ?? p.default,
      })),
    ),
    calendar: { ...calendar, coveredYears: [...coveredYears(makeCalendar(calendar))] },
  }
}
