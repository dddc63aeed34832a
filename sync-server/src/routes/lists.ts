import { z } from 'zod'
import { evaluate } from '../../../shared-types/src/engine/evaluate.ts'
import { isMasked, showValue } from '../../../shared-types/src/engine/show.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Condition } from '../../../shared-types/src/model/condition.ts'
import type { Language } from '../../../shared-types/src/model/domain.ts'
import type { AnyValue } from '../../../shared-types/src/model/field.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import { type CaseListAnswer, type CaseListRow, MOST_COUNTED } from '../../../shared-types/src/protocol-lists.ts'
import { sqlCaseStore } from '../../../shared-types/src/store/sql-case-store.ts'
import { type CaseListing, comparedIn, countedUpTo, listedIds } from '../case-list.ts'
import { type ListedCase, listedCases } from '../case-list-rows.ts'
import type { ListRights } from '../list-rights.ts'
import { parsed } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import { type Parts, type PersonAsk, type Route, SENT } from '../route.ts'
import { GROUND } from '../scope.ts'
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
type Asked = Omit<z.output<typeof listRequest>, 'post'>

/** Lists over more than a window holds: for who looks after stations. */
export const listRoutes: readonly Route[] = [
  { method: 'post', path: ROUTES.caseList, needs: 'person', body: 'json', handle: listCases },
]

/** Cases that carry one key: more than a person ever has. */
const MOST_BY_KEY = 1000

/**
 * One page of cases. Nobody gets more than the station is given by sync, nor than their post may read: both conditions
 * hold. Personal values are covered whatever the post; who needs one opens the case.
 */
async function listCases(parts: Parts, ask: PersonAsk): Promise<typeof SENT> {
  const { post, ...asked } = parsed(listRequest, ask.req.body)
  const rights = parts.listRights(ask, { type: asked.type, post })
  const where = withAsked(ask, rights, asked)
  // All that decides the answer: what may be seen, and what is asked for.
  const question = JSON.stringify([rights.hash, asked])
  const page = await parts.answers.text(question, db => pageOf(parts, db, rights, where, asked))
  return sendPage(parts, ask, page)
}

type Page = Omit<CaseListAnswer, 'time'>

async function pageOf(parts: Parts, db: Db, rights: ListRights, where: Condition, asked: Asked): Promise<Page> {
  const after = asked.after === undefined ? undefined : await lastOf(parts, db, rights, asked.after)
  const { states, down, limit } = asked
  const listing: CaseListing = { where, scope: GROUND, states, down, after, limit: limit + 1 }
  const cases = asked.keys
    ? await foundByKeys(parts, db, rights, asked.keys, listing)
    : await foundInOrder(parts, db, rights, listing)
  const total = asked.count ? await counted(parts, db, rights, asked.keys, listing) : undefined
  return {
    rows: cases.slice(0, limit).map(c => rowOf(rights, c, asked.language)),
    more: cases.length > limit,
    ...(total !== undefined && { total }),
  }
}

/** The bytes are shared, and the time is each one's own: it goes behind them, in the place of the closing bracket. */
function sendPage({ now }: Parts, { res }: PersonAsk, page: Buffer): typeof SENT {
  const whole = Buffer.concat([page.subarray(0, -1), Buffer.from(`,"time":${JSON.stringify(now())}}`)])
  res.writeHead(200, {
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'content-length': whole.length,
  })
  res.end(whole)
  return SENT
}

/** @throws Refusal 400 for a field that is no key or not for them */
function withAsked({ directory }: PersonAsk, { kind, where, sees: seen }: ListRights, asked: Asked): Condition {
  const { keys = {}, states, unit } = asked
  for (const field of Object.keys(keys))
    if (field !== '$id' && !(kind.record.keys?.includes(field) && seen(field)))
      throw new Refusal(400, 'bad-request', `keys.${field}`)
  const below = unit === undefined ? [] : [...directory.below(unit)]
  return {
    all: [
      where,
      ...(states ? [{ field: '$state', is: 'in' as const, to: states }] : []),
      ...(unit === undefined ? [] : [{ field: '$unit', is: 'in' as const, to: below }]),
    ],
  }
}

/** The last case of the page before. @throws Refusal 400 for one that they may not read, as for one that is not there */
async function lastOf({ kinds }: Parts, db: Db, { kind, where }: ListRights, id: string): Promise<Case> {
  const c = (await sqlCaseStore(db, kinds).get([id])).get(id)
  if (c?.type === kind.type && evaluate(where, c, GROUND)) return c
  throw new Refusal(400, 'bad-request', 'after')
}

async function foundInOrder(
  { store }: Parts,
  db: Db,
  { kind }: ListRights,
  listing: CaseListing,
): Promise<ListedCase[]> {
  return listedCases(store, db, await listedIds(store, db, kind, listing))
}

type Keys = NonNullable<Asked['keys']>

async function byKeys({ kinds }: Parts, db: Db, { kind }: ListRights, keys: Keys, where: Condition): Promise<Case[]> {
  const found = await sqlCaseStore(db, kinds).byKeys(kind, keys, MOST_BY_KEY)
  return found.filter(c => evaluate(where, c, GROUND))
}

async function foundByKeys(
  parts: Parts,
  db: Db,
  rights: ListRights,
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
  rights: ListRights,
  keys: Keys | undefined,
  listing: CaseListing,
): Promise<number> {
  if (!keys) return countedUpTo(parts.store, db, rights.kind, listing, MOST_COUNTED)
  return Math.min(MOST_COUNTED, (await byKeys(parts, db, rights, keys, listing.where)).length)
}

function rowOf({ kind, shown }: ListRights, c: ListedCase, language: Language): CaseListRow {
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
