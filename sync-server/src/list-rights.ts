import { createHash } from 'node:crypto'
import { readable, sees } from '../../shared-types/src/engine/access.ts'
import { dayOf } from '../../shared-types/src/engine/day.ts'
import { userOf } from '../../shared-types/src/engine/organisation.ts'
import type { Condition } from '../../shared-types/src/model/condition.ts'
import type { Kind, Kinds } from '../../shared-types/src/model/domain.ts'
import type { Post } from '../../shared-types/src/model/person.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import type { Directory } from './directory.ts'
import { Refusal } from './refusal.ts'
import { grounded, type ReadScopeOf } from './scope.ts'
import type { SignedIn } from './sessions.ts'

/** Whose rights hold for a list, and what they leave of a record type. */
export interface ListRights {
  kind: Kind
  /** What the station holds and the post may read, with nothing in it that depends on who asks or when. */
  where: Condition
  /** Fields that the list shows. */
  shown: readonly string[]
  sees(field: string): boolean
  /** The same for two who may see the same. */
  hash: string
}

interface Asking {
  directory: Directory
  station: Station
  signedIn: SignedIn
}

interface ListRightsParts {
  kinds: Kinds
  scopeOf: ReadScopeOf
  now: () => string
}

/** The rights of one reading of the directory that are kept, of so many posts at so many stations. */
const KEPT = 1000

/**
 * Works out rights once for each reading of the directory, day, station's unit, post and record type. Throws Refusal 403
 * for a post that is not theirs or may not read the type, 400 for a type that is not there.
 */
export type ListRightsOf = (asking: Asking, asked: { type: string; post?: string | undefined }) => ListRights

export function listRights({ kinds, scopeOf, now }: ListRightsParts): ListRightsOf {
  const known = new WeakMap<Directory, Map<string, ListRights>>()
  const todayIn = dayReader()
  return (asking, asked) => {
    const { directory, station, signedIn } = asking
    const kind = kinds.get(asked.type)
    if (!kind) throw new Refusal(400, 'bad-request', 'type')
    const { posts } = signedIn
    const post = asked.post === undefined ? posts[0] : posts.find(({ id }) => id === asked.post)
    if (!post) throw new Refusal(403, 'forbidden')
    const today = todayIn(now(), directory.zone)
    const key = JSON.stringify([today, station.unit, signedIn.person.id, post.id, kind.type])
    const rights = known.get(directory) ?? new Map<string, ListRights>()
    known.set(directory, rights)
    const found = rights.get(key) ?? worked(asking, kind, post, today)
    if (!rights.has(key) && rights.size >= KEPT) rights.delete(rights.keys().next().value!)
    rights.set(key, found)
    return found
  }

  function worked({ directory, station, signedIn }: Asking, kind: Kind, post: Post, today: string): ListRights {
    const user = userOf(signedIn.person, post.id, directory.units)
    const given = scopeOf(directory, station.unit, today)
    const held = given.reads[kind.type]
    if (!user || !held || kind.record.access[user.role]?.read === undefined) throw new Refusal(403, 'forbidden')
    const closed = given.hidden[kind.type] ?? []
    const seen = (field: string) => {
      const known = Object.hasOwn(kind.record.fields, field) ? kind.record.fields[field] : undefined
      return known !== undefined && sees(known, user.role) && !closed.some(name => name.split('.')[0] === field)
    }
    const scope = { today, user, parameters: directory.parameters }
    const own = grounded(readable(kind, user.role), scope)
    const shown = [...new Set([...kind.record.list.columns, ...titleFields(kind)])].filter(seen)
    const keys = (kind.record.keys ?? []).filter(seen)
    return {
      kind,
      where: { all: [held, own] },
      shown,
      sees: seen,
      hash: hashOf([kind.type, held, own, shown, keys]),
    }
  }
}

/** The day of an instant in a zone, worked out once a minute: no zone's day begins within one. */
function dayReader(): (instant: string, zone: string) => string {
  const last = { minute: '', zone: '', day: '' }
  return (instant, zone) => {
    const minute = instant.slice(0, 16)
    if (minute === last.minute && zone === last.zone) return last.day
    return Object.assign(last, { minute, zone, day: dayOf(instant, zone) }).day
  }
}

const titleFields = ({ record }: Kind) => [...record.title.matchAll(/\{(\w+)\}/g)].map(([, field]) => field!)

const hashOf = (parts: unknown) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
