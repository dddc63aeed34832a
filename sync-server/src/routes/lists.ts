import { z } from 'zod'
import { readable, sees } from '../../../shared-types/src/engine/access.ts'
import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { evaluate, type Scope } from '../../../shared-types/src/engine/evaluate.ts'
import { userOf } from '../../../shared-types/src/engine/organisation.ts'
import { isMasked, showValue } from '../../../shared-types/src/engine/show.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Condition } from '../../../shared-types/src/model/condition.ts'
import type { Kind, Language } from '../../../shared-types/src/model/domain.ts'
import type { AnyValue } from '../../../shared-types/src/model/field.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import { type CaseListAnswer, type CaseListRow, MOST_COUNTED } from '../../../shared-types/src/protocol-lists.ts'
import { sqlCaseStore } from '../../../shared-types/src/store/sql-case-store.ts'
import { type CaseListing, comparedIn, countedUpTo, listedIds } from '../case-list.ts'
import { parsed } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import type { Parts, PersonAsk, Route } from '../route.ts'
import { grounded } from '../scope.ts'
import type { Db } from '../store.ts'

const name = z.string().min(1).max(120)
const listRequest = z.object({
  type: name,
  post: name.optional(),
  states: z.array(name).min(1).max(20).optional(),
  unit: name.optional(),
  keys: z.record(name, z.union([z.string().max(200), z.number(), z.boolean()])).optional(),
  down: z.boolean().default(true),
  after: name.optional(),
  limit: z.number().int().min(1).max(200).default(50),
  count: z.boolean().default(false),
  language: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
type Asked = z.output<typeof listRequest>

/** Lists over more than a window holds: for who looks after stations. */
export const listRoutes: readonly Route[] = [
  { method: 'post', path: ROUTES.caseList, needs: 'person', body: 'json', handle: listCases },
]

/** Cases that carry one key: more than a person ever has. */
const MOST_BY_KEY = 1000

/** Whose rights hold, and what they leave of a record type. */
interface Rights {
  kind: Kind
  scope: Scope
  /** What the station holds and the post may read. */
  where: Condition
  /** Fields that the list shows. */
  shown: readonly string[]
  sees(field: string): boolean
}

/**
 * One page of cases. Nobody gets more than the station is given by sync, nor than their post may read: both conditions
 * hold. Personal values are covered whatever the post; who needs one opens the case.
 */
async function listCases(parts: Parts, ask: PersonAsk): Promise<CaseListAnswer> {
  const asked = parsed(listRequest, ask.req.body)
  const rights = rightsOf(parts, ask, asked)
  const where = withAsked(ask, rights, asked)
  return parts.store.read(async db => {
    const after = asked.after === undefined ? undefined : await lastOf(parts, db, rights, asked.after)
    const { states, down, limit } = asked
    const listing: CaseListing = { where, scope: rights.scope, states, down, after, limit: limit + 1 }
    const cases = asked.keys
      ? await foundByKeys(parts, db, rights, asked.keys, listing)
      : await foundInOrder(parts, db, rights, listing)
    const total = asked.count ? await counted(parts, db, rights, asked.keys, listing) : undefined
    return {
      rows: cases.slice(0, limit).map(c => rowOf(rights, c, asked.language)),
      more: cases.length > limit,
      ...(total !== undefined && { total }),
      time: parts.now(),
    }
  })
}

/** @throws Refusal 403 for a post that is not theirs or may not read the type, 400 for a type that is not there */
function rightsOf(parts: Parts, { directory, station, signedIn }: PersonAsk, asked: Asked): Rights {
  const { person, posts } = signedIn
  const kind = parts.kinds.get(asked.type)
  if (!kind) throw new Refusal(400, 'bad-request', 'type')
  const post = asked.post === undefined ? posts[0] : posts.find(({ id }) => id === asked.post)
  const user = post && userOf(person, post.id, directory.units)
  const today = dayOf(parts.now(), directory.zone)
  const given = parts.scopeOf(directory, station.unit, today)
  const held = given.reads[kind.type]
  if (!user || !held || kind.record.access[user.role]?.read === undefined) throw new Refusal(403, 'forbidden')
  const closed = given.hidden[kind.type] ?? []
  const seen = (field: string) => {
    const own = Object.hasOwn(kind.record.fields, field) ? kind.record.fields[field] : undefined
    return own !== undefined && sees(own, user.role) && !closed.some(name => name.split('.')[0] === field)
  }
  return {
    kind,
    scope: { today, user, parameters: directory.parameters },
    where: { all: [held, readable(kind, user.role)] },
    shown: [...new Set([...kind.record.list.columns, ...titleFields(kind)])].filter(seen),
    sees: seen,
  }
}

const titleFields = ({ record }: Kind) => [...record.title.matchAll(/\{(\w+)\}/g)].map(([, field]) => field!)

/** @throws Refusal 400 for a field that is no key or not for them */
function withAsked({ directory }: PersonAsk, { kind, where, scope, sees: seen }: Rights, asked: Asked): Condition {
  const { keys = {}, states, unit } = asked
  for (const field of Object.keys(keys))
    if (field !== '$id' && !(kind.record.keys?.includes(field) && seen(field)))
      throw new Refusal(400, 'bad-request', `keys.${field}`)
  const below = [...directory.below(unit ?? '')]
  return grounded(
    {
      all: [
        where,
        ...(states ? [{ field: '$state', is: 'in' as const, to: states }] : []),
        ...(unit === undefined ? [] : [{ field: '$unit', is: 'in' as const, to: below }]),
      ],
    },
    scope,
  )
}

/** The last case of the page before. @throws Refusal 400 for one that they may not read, as for one that is not there */
async function lastOf({ kinds }: Parts, db: Db, { kind, where, scope }: Rights, id: string): Promise<Case> {
  const c = (await sqlCaseStore(db, kinds).get([id])).get(id)
  if (c?.type === kind.type && evaluate(where, c, scope)) return c
  throw new Refusal(400, 'bad-request', 'after')
}

async function foundInOrder({ kinds, store }: Parts, db: Db, { kind }: Rights, listing: CaseListing): Promise<Case[]> {
  const ids = await listedIds(store, db, kind, listing)
  const found = await sqlCaseStore(db, kinds).get(ids)
  return ids.flatMap(id => found.get(id) ?? [])
}

type Keys = NonNullable<Asked['keys']>

async function byKeys(
  { kinds }: Parts,
  db: Db,
  { kind, scope }: Rights,
  keys: Keys,
  where: Condition,
): Promise<Case[]> {
  const found = await sqlCaseStore(db, kinds).byKeys(kind, keys, MOST_BY_KEY)
  return found.filter(c => evaluate(where, c, scope))
}

async function foundByKeys(
  parts: Parts,
  db: Db,
  rights: Rights,
  keys: Keys,
  { where, down, after, limit }: CaseListing,
): Promise<Case[]> {
  const order = (a: Case, b: Case) => (down ? -1 : 1) * comparedIn(rights.kind, a, b)
  const found = (await byKeys(parts, db, rights, keys, where)).sort(order)
  return (after ? found.filter(c => order(after, c) < 0) : found).slice(0, limit)
}

async function counted(
  parts: Parts,
  db: Db,
  rights: Rights,
  keys: Keys | undefined,
  listing: CaseListing,
): Promise<number> {
  if (!keys) return countedUpTo(parts.store, db, rights.kind, listing, MOST_COUNTED)
  return Math.min(MOST_COUNTED, (await byKeys(parts, db, rights, keys, listing.where)).length)
}

function rowOf({ kind, shown }: Rights, c: Case, language: Language): CaseListRow {
  const data: Record<string, AnyValue> = {}
  const covered: Record<string, string> = {}
  for (const field of shown) {
    const value = c.data[field]
    const of = kind.record.fields[field]!
    if (value === undefined || value === null) continue
    if (isMasked(of)) covered[field] = showValue(kind, of, value, language, { mask: true })
    else data[field] = value
  }
  const { id, type, unit, state, version, creator, createdAt, updatedAt } = c
  return { id, type, unit, state, version, creator, createdAt, updatedAt, data, covered }
}
