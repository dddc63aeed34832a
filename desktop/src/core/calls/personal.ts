import { instantText } from '../../../../shared-types/src/engine/day-text.ts'
import type { Role } from '../../../../shared-types/src/model/person.ts'
import { accessLogOf } from '../access-log.ts'
import { type Asking, asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import type { Handlers } from './handlers.ts'

/** Who looked at whom: for the person concerned, through a supervisor, and for the security officer. */
export function personalCalls(desk: Desk): Pick<Handlers, 'person.accessLog' | 'person.bursts'> {
  return {
    'person.accessLog': (ask, client) => accessLogOf(desk, only(desk, client, 'supervisor'), ask),
    'person.bursts': async (_, client) => {
      const { words } = only(desk, client, 'security')
      const time = (instant: string) => instantText(instant, words.language, words.zone)
      return (await desk.server.reveals()).map(({ count, from, person, station, unit, until }) => ({
        id: `${person} ${until}`,
        name: words.personName(person),
        unitName: words.unitName(unit),
        stationName: words.stationName(station),
        from: time(from),
        until: time(until),
        count,
      }))
    },
  }
}

/** @throws CallRefusal for everybody who has taken a post in another role */
function only(desk: Desk, client: Client, role: Role): Asking {
  const who = asking(desk, client)
  if (who.user.role !== role) throw new CallRefusal('forbidden', 'server.forbidden')
  return who
}
