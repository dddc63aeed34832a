import { userOf } from '../../shared-types/src/engine/organisation.ts'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Person, User } from '../../shared-types/src/model/person.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import type { Directory } from './directory.ts'
import { isOnItsLine } from './sessions.ts'
import { settingAt } from './settings.ts'
import type { Db } from './store.ts'

/**
 * The author of an event in the post they claim, if they hold it in the station's unit, below it, or in a unit that it
 * belongs to. A station that was cut
 * off could not know that a person had meanwhile left or changed post: then what the server had last told it counts.
 */
export async function authorOf(
  db: Db,
  directory: Directory,
  station: Station,
  { by, seen }: CaseEvent,
): Promise<User | undefined> {
  const now = heldBy(directory, station, directory.people.get(by.id), by)
  if (now || seen === '') return now
  const then = (await settingAt(db, `person:${by.id}`, seen)) as Person | undefined
  return heldBy(directory, station, then, by)
}

function heldBy(
  directory: Directory,
  station: Station,
  person: Person | undefined,
  by: CaseEvent['by'],
): User | undefined {
  const user = userOf(person, by.post, directory.units)
  const fits = user?.role === by.role && user.unit === by.unit && isOnItsLine(directory, station.unit, user.unit)
  return fits ? user : undefined
}
