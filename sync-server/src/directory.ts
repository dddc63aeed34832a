import { DEFAULT_ZONE } from '../../shared-types/src/engine/day.ts'
import { below } from '../../shared-types/src/engine/organisation.ts'
import type { Kinds } from '../../shared-types/src/model/domain.ts'
import type { Person, Unit } from '../../shared-types/src/model/person.ts'
import { DEFAULT_SIGN_IN, type SignInRules } from '../../shared-types/src/model/sign-in.ts'
import type { Setting, Station } from '../../shared-types/src/protocol.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { gathered } from './gathered.ts'
import { settingsAfter } from './settings.ts'
import type { Db } from './store.ts'

/** The organisation and the parameters in force, as one reading of the settings. */
export interface Directory {
  /** The number of the last setting that it holds. */
  seq: number
  units: readonly Unit[]
  people: ReadonlyMap<string, Person>
  stations: ReadonlyMap<string, Station>
  /** Every parameter of every domain, `domain.name`. */
  parameters: Readonly<Record<string, number | boolean>>
  /** Of the deployment. */
  name: string
  zone: string
  signIn: SignInRules
  /** The unit and all below it. */
  below(unit: string): ReadonlySet<string>
}

/** Reads the directory of a database, from memory as long as no setting has changed. */
export type ReadDirectory = (db: Db) => Promise<Directory>

export function directoryReader(kinds: Kinds): ReadDirectory {
  const memory: { last?: Directory } = {}
  const lastOfMany = gathered(
    async (dbs: readonly Db[]) => new Map(await Promise.all(dbs.map(async db => [db, await lastSetting(db)] as const))),
  )
  return async db => {
    const seq = db.isTransaction ? await lastSetting(db) : (await lastOfMany(db))!
    if (memory.last?.seq === seq) return memory.last
    const read = directoryOf(await settingsAfter(db, 0), kinds)
    // What a transaction reads may be its own and never come to be; the number would then be another setting's.
    if (!db.isTransaction) memory.last = read
    return read
  }
}

async function lastSetting(db: Db): Promise<number> {
  const [last] = await run<{ seq: number }>(db, 'select coalesce(max(seq), 0) as seq from settings')
  return last!.seq
}

function directoryOf(settings: readonly (Setting & { seq: number; deleted?: true })[], kinds: Kinds): Directory {
  const live = settings.filter(s => !s.deleted)
  const all = <K extends Setting['kind']>(kind: K) =>
    live.flatMap(s => (s.kind === kind ? [s.value as Extract<Setting, { kind: K }>['value']] : []))
  const units = all('unit')
  const known = new Map<string, ReadonlySet<string>>()
  return {
    seq: Math.max(0, ...settings.map(s => s.seq)),
    units,
    people: new Map(all('person').map(p => [p.id, p])),
    stations: new Map(all('station').map(s => [s.id, s])),
    parameters: {
      ...defaults(kinds),
      ...Object.fromEntries(all('parameter').map(p => [`${p.domain}.${p.name}`, p.value])),
    },
    name: all('deployment')[0]?.name ?? '',
    zone: all('deployment')[0]?.zone ?? DEFAULT_ZONE,
    signIn: all('sign-in')[0] ?? DEFAULT_SIGN_IN,
    below(unit) {
      const found = known.get(unit) ?? new Set(below(units, unit))
      known.set(unit, found)
      return found
    },
  }
}

const defaults = (kinds: Kinds) =>
  Object.fromEntries(
    [...kinds.values()].flatMap(({ domain }) =>
      Object.entries(domain.parameters ?? {}).map(([name, p]) => [`${domain.name}.${name}`, p.default]),
    ),
  )
