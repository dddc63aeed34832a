import type { RxCollection } from 'rxdb'
import { DEFAULT_ZONE } from '../../../shared-types/src/engine/day.ts'
import { below, userOf } from '../../../shared-types/src/engine/organisation.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Person, Unit, User } from '../../../shared-types/src/model/person.ts'
import { DEFAULT_SIGN_IN, type SignInRules } from '../../../shared-types/src/model/sign-in.ts'
import type { CodeEnd, CodeKey } from '../../../shared-types/src/model/signed-code.ts'
import type { Lease, Setting, Station } from '../../../shared-types/src/protocol.ts'
import type { RulesTold } from '../../../shared-types/src/protocol-rules.ts'
import { rawQuery } from './store/raw-query.ts'
import type { SettingDocument } from './store/schemas.ts'

/** Units, people, stations, parameters, calendar and leases as the server last told them, held in memory. */
export interface Directory {
  units(): readonly Unit[]
  unitName(id: string): string
  /** The unit and all below it. */
  below(id: string): string[]
  person(id: string): Person | undefined
  people(): readonly Person[]
  station(id: string): Station | undefined
  stations(): readonly Station[]
  leases(): readonly Lease[]
  user(personId: string, postId: string): User | undefined
  /** Every parameter's value in force, `domain.name`. */
  parameters(): Readonly<Record<string, number | boolean>>
  calendar(): { holidays: string[]; workdays: string[] }
  /** What the centre's rules are set to. */
  rules(): RulesTold
  deployment(): { name: string; zone: string }
  signIn(): SignInRules
  /** By which signed codes are verified, and what the centre said of the codes of a case. */
  codeKeys(): readonly CodeKey[]
  codeEnd(serial: string): CodeEnd | undefined
  /** Takes in what the server said; deleted ones leave. */
  take(documents: readonly (Setting & { seq: number; deleted?: true })[]): Promise<void>
  /** The same of a centre that was set back: what it does not say leaves too. */
  replace(documents: readonly (Setting & { seq: number; deleted?: true })[]): Promise<void>
  /** The highest number taken in. */
  seq(): number
}

export async function directory(collection: RxCollection<SettingDocument>, kinds: Kinds): Promise<Directory> {
  const held = new Map<string, SettingDocument>()
  for (const doc of await rawQuery(collection, {}))
    held.set(doc.id, { id: doc.id, kind: doc.kind, value: doc.value, seq: doc.seq })
  const all = <T>(kind: Setting['kind']): T[] => [...held.values()].filter(d => d.kind === kind).map(d => d.value as T)
  const one = <T>(id: string): T | undefined => held.get(id)?.value as T | undefined
  const seqs = { last: Math.max(0, ...[...held.values()].map(d => d.seq)) }

  const take: Directory['take'] = async documents => {
    const gone = documents.filter(d => d.deleted).map(d => d.id)
    const kept = documents
      .filter(d => !d.deleted)
      .map(({ id, kind, value, seq }) => ({ id, kind, value, seq }) as SettingDocument)
    if (kept.length) await collection.bulkUpsert(kept)
    if (gone.length) await collection.bulkRemove(gone)
    for (const id of gone) held.delete(id)
    for (const doc of kept) held.set(doc.id, doc)
    seqs.last = Math.max(seqs.last, ...documents.map(d => d.seq))
  }

  return {
    units: () => all<Unit>('unit'),
    below: id => below(all<Unit>('unit'), id),
    unitName: id => one<Unit>(`unit:${id}`)?.name ?? id,
    person: id => one<Person>(`person:${id}`),
    people: () => all<Person>('person'),
    station: id => one<Station>(`station:${id}`),
    stations: () => all<Station>('station'),
    leases: () => all<Lease>('lease'),
    user: (person, post) => userOf(one<Person>(`person:${person}`), post, all<Unit>('unit')),
    parameters: () => ({
      ...defaults(kinds),
      ...Object.fromEntries(
        all<{ domain: string; name: string; value: number | boolean }>('parameter').map(p => [
          `${p.domain}.${p.name}`,
          p.value,
        ]),
      ),
    }),
    calendar: () => one('calendar') ?? { holidays: [], workdays: [] },
    rules: () => one('rules') ?? { changes: [] },
    deployment: () => one('deployment') ?? { name: '', zone: DEFAULT_ZONE },
    signIn: () => one('sign-in') ?? DEFAULT_SIGN_IN,
    codeKeys: () => all<CodeKey>('code-key'),
    codeEnd: serial => one<CodeEnd>(`code-end:${serial}`),
    seq: () => seqs.last,
    take,
    async replace(documents) {
      const said = new Set<string>(documents.map(d => d.id))
      const lost = [...held.keys()].filter(id => !said.has(id))
      if (lost.length) await collection.bulkRemove(lost)
      for (const id of lost) held.delete(id)
      seqs.last = 0
      await take(documents)
    },
  }
}

function defaults(kinds: Kinds): Record<string, number | boolean> {
  const entries = [...kinds.values()].flatMap(({ domain }) =>
    Object.entries(domain.parameters ?? {}).map(([name, p]) => [`${domain.name}.${name}`, p.default] as const),
  )
  return Object.fromEntries(entries)
}
