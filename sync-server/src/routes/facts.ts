import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { isDay } from '../../../shared-types/src/engine/day.ts'
import { factOf, factsOf, mayWithFacts } from '../../../shared-types/src/engine/facts.ts'
import { codeText } from '../../../shared-types/src/engine/half-width.ts'
import { maskPersonId } from '../../../shared-types/src/engine/person-id.ts'
import { FACT_IMPORT_MODES, type FactAct } from '../../../shared-types/src/model/fact.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import {
  FACT_PURPOSE,
  type FactAnswer,
  type FactConditions,
  type FactCountsAnswer,
  type FactListAnswer,
  type FactRefusedRow,
} from '../../../shared-types/src/protocol-facts.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { FACT_LOOK, personMark } from '../access-facts.ts'
import { audit, authorIn } from '../audit.ts'
import { countsOf, totalOf } from '../facts/count-rows.ts'
import { countDoomed, deleteDoomed, doomedBy } from '../facts/delete-rows.ts'
import { exportedRows } from '../facts/export-rows.ts'
import { type FactRights, factRights } from '../facts/fact-rights.ts'
import { tablesOf } from '../facts/fact-tables.ts'
import { beginImport, cancelImport, importLines, importOf, openImport, takePiece } from '../facts/import-begin.ts'
import type { FactImport } from '../facts/import-store.ts'
import { type Asked, listRows, newestRow } from '../facts/list-rows.ts'
import { parsed } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import { type Parts, type PersonAsk, type Route, SENT } from '../route.ts'

const name = z.string().min(1).max(120)
const day = z.string().refine(isDay)
const which = { type: name, post: name.optional() }
const conditions = {
  from: day,
  until: day,
  subject: z.string().trim().min(1).max(120).optional(),
  unit: name.optional(),
  person: z.string().trim().min(4).max(40).optional(),
}
const purpose = z.string().trim().min(FACT_PURPOSE.least).max(FACT_PURPOSE.most)
const position = z.strictObject({ day, time: z.string().max(8), id: z.number().int().min(0) })
const listRequest = z.strictObject({
  ...which,
  ...conditions,
  after: position.optional(),
  limit: z.number().int().min(1).max(200).default(50),
  count: z.boolean().default(false),
})
const countsRequest = z.strictObject({ ...which, ...conditions })
const importRequest = z.strictObject({
  ...which,
  name: z.string().trim().min(1).max(200),
  size: z.number().int().min(1),
  mode: z.enum(FACT_IMPORT_MODES),
})
const deletion = {
  ...which,
  by: z.enum(['collected', 'imported']),
  from: day,
  until: day,
  subject: conditions.subject,
  unit: name.optional(),
  import: z.number().int().min(1).optional(),
}
const exportRequest = z.strictObject({
  ...which,
  ...conditions,
  as: z.enum(['csv', 'xlsx']),
  purpose,
  whole: z.boolean(),
  note: z.string().max(400),
  language: z.enum(['zh-CN', 'en']),
})

/** How long one request for deletion goes on before it answers that there is more, in ms. */
const PATIENCE = 15_000

const PATH = ROUTES.facts

/**
 * Rows in bulk: their imports, lists, counts, exports and deletions. Whoever asks has the rows of subjects that belong to
 * their unit and below, and of no others, whatever they ask.
 */
export const factRoutes: readonly Route[] = [
  { method: 'get', path: `${PATH}/:type`, needs: 'person', handle: look },
  { method: 'post', path: `${PATH}/list`, needs: 'person', body: 'json', handle: list },
  { method: 'post', path: `${PATH}/counts`, needs: 'person', body: 'json', handle: counts },
  { method: 'post', path: `${PATH}/export`, needs: 'person', body: 'json', handle: exportAll },
  { method: 'post', path: `${PATH}/imports`, needs: 'person', body: 'json', handle: open },
  {
    method: 'put',
    path: `${PATH}/imports/:id/:offset`,
    needs: 'person',
    handle: async (parts, ask) =>
      takePiece(parts, ask, await ownImport(parts, ask, 'import', 'own'), whole(ask.req.params.offset)),
  },
  {
    method: 'post',
    path: `${PATH}/imports/:id/begin`,
    needs: 'person',
    handle: async (parts, ask) => beginImport(parts, ask, await ownImport(parts, ask, 'import', 'own')),
  },
  {
    method: 'post',
    path: `${PATH}/imports/:id/cancel`,
    needs: 'person',
    handle: async (parts, ask) => cancelImport(parts, ask, await ownImport(parts, ask, 'import')),
  },
  { method: 'get', path: `${PATH}/imports/:id/refused`, needs: 'person', handle: refused },
  { method: 'post', path: `${PATH}/deletions/count`, needs: 'person', body: 'json', handle: countDeletion },
  { method: 'post', path: `${PATH}/deletions`, needs: 'person', body: 'json', handle: remove },
]

async function look(parts: Parts, ask: PersonAsk): Promise<FactAnswer> {
  const { post } = parsed(z.object({ post: name.optional() }), ask.req.query)
  const rights = factRights(parts, ask, { type: String(ask.req.params.type), post }, 'read')
  const { db } = parts.store
  const newest = await newestRow(db, { tables: tablesOf(rights.fact.fact), scope: rights.scope })
  const may = mayWithFacts(rights.fact, rights.post.role, 'import')
  const units = may ? [...ask.directory.below(rights.post.unit)] : []
  return {
    ...(newest && { newest: { day: newest.day, time: newest.time } }),
    imports: units.length ? await importLines(db, rights.fact.type, units) : [],
    time: parts.now(),
  }
}

/** The rows that are asked for, of those that they may have. */
function asked(rights: FactRights, { from, until, subject, person }: FactConditions): Asked {
  return {
    tables: tablesOf(rights.fact.fact),
    scope: rights.scope,
    conditions: {
      from,
      until,
      ...(subject !== undefined && { subject }),
      ...(person !== undefined && { person: codeText(person) }),
    },
  }
}

async function list(parts: Parts, ask: PersonAsk): Promise<FactListAnswer> {
  const { after, limit, count, ...request } = parsed(listRequest, ask.req.body)
  const rights = factRights(parts, ask, request, 'read')
  const wanted = asked(rights, request)
  await lookedFor(parts, ask, rights, request)
  return parts.store.read(async db => {
    const rows = await listRows(db, wanted, after, limit + 1)
    return {
      rows: rows.slice(0, limit).map(row => ({ ...row, person: maskPersonId(row.person) })),
      more: rows.length > limit,
      ...(count && { total: await totalOf(db, wanted) }),
      time: parts.now(),
    }
  })
}

async function counts(parts: Parts, ask: PersonAsk): Promise<FactCountsAnswer> {
  const request = parsed(countsRequest, ask.req.body)
  const rights = factRights(parts, ask, request, 'read')
  await lookedFor(parts, ask, rights, request)
  return { ...(await countsOf(parts.store.db, asked(rights, request))), time: parts.now() }
}

/** It is in the log before the first row leaves. */
async function exportAll(parts: Parts, ask: PersonAsk): Promise<typeof SENT> {
  const request = parsed(exportRequest, ask.req.body)
  const rights = factRights(parts, ask, request, 'export')
  if (request.whole && !mayWithFacts(rights.fact, rights.post.role, 'whole'))
    throw new Refusal(403, 'forbidden', 'whole')
  const wanted = asked(rights, request)
  const { from, until, subject, unit, person } = request
  await noted(parts, ask, rights, 'fact-export', {
    purpose: request.purpose,
    from,
    until,
    ...(subject && { subject }),
    ...(unit && { unit }),
    ...(person && (await numberSaid(parts, person))),
    ...(request.whole && { whole: 'yes' }),
  })
  const { res } = ask
  res.writeHead(200, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' })
  await pipeline(Readable.from(exportedRows(parts.store.db, rights.fact, wanted, request)), res).catch(error => {
    if (!res.destroyed) parts.fault(error, 'facts')
    res.destroy()
  })
  return SENT
}

async function open(parts: Parts, ask: PersonAsk): Promise<{ id: number; time: string }> {
  const request = parsed(importRequest, ask.req.body)
  const rights = factRights(parts, ask, request, 'import')
  return { ...(await openImport(parts, ask, rights, request)), time: parts.now() }
}

/**
 * An import of their unit and below, or of themselves alone.
 * @throws Refusal 403 where their role does that with no facts at all, 404 for an import of others, as for none
 */
async function ownImport(parts: Parts, ask: PersonAsk, act: FactAct, whose?: 'own'): Promise<FactImport> {
  const all = factsOf([...new Set([...parts.kinds.values()].map(kind => kind.domain))])
  const does = ask.signedIn.posts.some(({ role }) => [...all.values()].some(fact => mayWithFacts(fact, role, act)))
  if (!does) throw new Refusal(403, 'forbidden')
  const job = await importOf(parts.store.db, whole(ask.req.params.id))
  const fact = factOf(parts.kinds, job.type)
  const theirs = ask.signedIn.posts.some(
    ({ role, unit }) => fact && mayWithFacts(fact, role, act) && ask.directory.below(unit).has(job.unit),
  )
  if (!theirs || (whose && job.person !== ask.signedIn.person.id)) throw new Refusal(404, 'not-found')
  return job
}

/**
 * The refused rows of an import as they stood in the file: for who brought it, and mends it. People's numbers stand in them
 * whole, so it is in the log like an export.
 */
async function refused(parts: Parts, ask: PersonAsk): Promise<{ rows: FactRefusedRow[]; time: string }> {
  const job = await ownImport(parts, ask, 'import')
  const line = { act: 'fact-refused', by: authorIn(ask.signedIn), station: ask.station.id }
  const patch = { id: String(job.id), type: job.type, rows: String(job.refused) }
  await parts.store.transaction(turn => audit(turn, { ...line, patch }, parts.now()))
  const rows = await run<{ line: number; body: string }>(
    parts.store.db,
    'select line, body from fact_refusals where import = ? order by line',
    [job.id],
  )
  const lines = rows.map(({ line, body }) => ({
    ...(JSON.parse(body) as Omit<FactRefusedRow, 'row'>),
    row: Number(line),
  }))
  return { rows: lines, time: parts.now() }
}

async function countDeletion(parts: Parts, ask: PersonAsk): Promise<{ count: number; time: string }> {
  const request = parsed(z.strictObject(deletion), ask.req.body)
  const { fact, scope } = factRights(parts, ask, request, 'delete')
  const { db } = parts.store
  const doomed = await doomedBy(db, tablesOf(fact.fact), scope, request, ask.directory.zone)
  return { count: await countDoomed(db, doomed), time: parts.now() }
}

/** Deletes for a while; who asked goes on until nothing is left. Each of it is in the log with what went. */
async function remove(parts: Parts, ask: PersonAsk): Promise<{ deleted: number; more: boolean; time: string }> {
  const request = parsed(z.strictObject({ ...deletion, purpose }), ask.req.body)
  const rights = factRights(parts, ask, request, 'delete')
  const { store } = parts
  const doomed = await doomedBy(store.db, tablesOf(rights.fact.fact), rights.scope, request, ask.directory.zone)
  const { by, from, until, subject, unit } = request
  const what = { by, from, until, ...(subject && { subject }), ...(unit && { unit }) }
  await noted(parts, ask, rights, 'fact-delete', {
    purpose: request.purpose,
    ...what,
    ...(request.import !== undefined && { id: String(request.import) }),
    rows: String(await countDoomed(store.db, doomed)),
  })
  const end = performance.now() + PATIENCE
  const isTime = () => performance.now() > end || parts.stopping.aborted
  return { ...(await deleteDoomed(store, doomed, parts.now, isTime)), time: parts.now() }
}

/** Whoever looks for rows by somebody's number is in the log before they see whether there are any. */
async function lookedFor(
  parts: Parts,
  ask: PersonAsk,
  rights: FactRights,
  { from, until, subject, unit, person }: FactConditions,
): Promise<void> {
  if (person === undefined) return
  const what = { from, until, ...(subject && { subject }), ...(unit && { unit }) }
  await noted(parts, ask, rights, FACT_LOOK, { ...what, ...(await numberSaid(parts, person)) })
}

/** A number as the log may have it: with its middle covered, and a mark by which its holder's own question finds the line. */
const numberSaid = async ({ store }: Parts, person: string) => ({
  number: maskPersonId(codeText(person)),
  mark: await personMark(store.db, person),
})

async function noted(
  { store, now }: Parts,
  { signedIn, station }: PersonAsk,
  { fact, post }: FactRights,
  act: string,
  patch: Readonly<Record<string, string>>,
): Promise<void> {
  const by = { ...authorIn(signedIn), post: post.id, role: post.role, unit: post.unit }
  await store.transaction(turn =>
    audit(turn, { act, by, station: station.id, patch: { type: fact.type, ...patch } }, now()),
  )
}

const whole = (text: unknown): number => parsed(z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER), text)
