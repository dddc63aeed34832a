import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { type Kysely, sql } from 'kysely'
import { fold } from '../../../shared-types/src/engine/fold.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import { verifyLog } from '../audit-verify.ts'
import { blobPath } from '../blobs.ts'
import { openDatabase } from '../database.ts'
import { type EventRow, eventOf, foldedEvents } from '../event-log.ts'
import { type Db, lastNumber, openStore } from '../store.ts'
import type { ServerTables } from '../tables.ts'
import { checkKeys } from './check-keys.ts'

export interface Verified {
  /** Sentences without anything that a person entered; ids name what they are about. */
  problems: string[]
  counted: { events: number; cases: number; files: number; numbers: number }
}

/** As many are named of each kind of problem; the rest is counted. */
const NAMED = 20

/**
 * Whether a database is what its log says: every case folded anew from its events is the stored one, every event is
 * readable and has a number that was given, every file has the content that its name says, and every number that was used
 * has its event and lies in one leased block. Reads one unchanging view; servers may go on writing.
 */
export async function verify(at: { database: string; files: string }, kinds: Kinds): Promise<Verified> {
  const database = await openDatabase(at.database)
  try {
    return await openStore(database.db, kinds).read(async db => {
      const told = teller()
      const cases = await checkCases(db, kinds, told.about('case'))
      await checkEvents(db, told.about('event'))
      const files = await checkFiles(db, at.files, told.about('file'))
      await checkNumbers(db, told.about('number'))
      await checkAudit(db, told.about('line of the audit'))
      const counted = { events: await countOf(db, 'events'), cases, files, numbers: await countOf(db, 'number_uses') }
      return { problems: told.problems(), counted }
    })
  } finally {
    await database.close()
  }
}

type Tell = (problem: string) => void

function teller() {
  const all = new Map<string, string[]>()
  return {
    about(what: string): Tell {
      const list: string[] = []
      all.set(what, list)
      return problem => void list.push(problem)
    },
    problems: () =>
      [...all].flatMap(([what, list]) =>
        list.length > NAMED ? [...list.slice(0, NAMED), `… and ${list.length - NAMED} more about a ${what}`] : list,
      ),
  }
}

/** Every link of the audit chain, and what was signed of it. What a restore lost is known and no fault of the database. */
async function checkAudit(db: Db, tell: Tell): Promise<void> {
  const key = await db.selectFrom('server_keys').select('sign_public').executeTakeFirst()
  const { findings } = await verifyLog(db, { key: key?.sign_public ?? '' })
  for (const { at, kind, to = at } of findings)
    if (kind !== 'set-back') tell(`The audit log is ${kind} at ${at}${to > at ? ` to ${to}` : ''}`)
}

const PAGE = 1000

async function checkCases(db: Db, kinds: Kinds, tell: Tell): Promise<number> {
  const { cases } = openStore(db, kinds)
  const at = { after: '', count: 0 }
  for (;;) {
    const ids = await nextIds(db, at.after)
    if (ids.length === 0) break
    const [stored, events] = [await cases.get(ids), await foldedEvents(db, ids, Number.MAX_SAFE_INTEGER)]
    for (const id of ids) checkCase(kinds, stored.get(id)!, events.get(id) ?? [], tell)
    await checkKeys(db, kinds, stored, tell)
    at.after = ids.at(-1)!
    at.count += ids.length
  }
  const { rows } = await sql<{ id: string }>`
    select distinct events.case_id as id from events left join cases on cases.id = events.case_id
    where events.folded = 1 and cases.id is null
      and not exists (select 1 from erased_cases where erased_cases.case_id = events.case_id) limit 1000`.execute(db)
  for (const { id } of rows) tell(`The case ${id} has events and is not stored`)
  const loose = await sql<{ id: string }>`
    select distinct case_id as id from case_keys left join cases on cases.id = case_id
    where cases.id is null limit 1000`.execute(db)
  for (const { id } of loose.rows) tell(`Keys lead to the case ${id}, which is not stored`)
  return at.count
}

async function nextIds(db: Db, after: string): Promise<string[]> {
  const rows = await db.selectFrom('cases').select('id').where('id', '>', after).orderBy('id').limit(PAGE).execute()
  return rows.map(row => row.id)
}

function checkCase(kinds: Kinds, stored: Case, rows: readonly EventRow[], tell: Tell): void {
  const kind = kinds.get(stored.type)
  if (!kind) {
    tell(`The case ${stored.id} is of the record type ${stored.type}, which this program does not know`)
    return
  }
  const folded = fold(kind, rows.map(eventOf))
  // What is undefined in memory is absent in the database.
  const same = folded !== undefined && isDeepStrictEqual(JSON.parse(JSON.stringify(folded)), stored)
  if (!same) tell(`The case ${stored.id} is not what its events make of it`)
}

async function checkEvents(db: Db, tell: Tell): Promise<void> {
  const last = await lastNumber(db)
  const beyond = await db.selectFrom('events').select('id').where('seq', '>', last).limit(100).execute()
  for (const { id } of beyond) tell(`The event ${id} has a number that was not given yet`)
}

async function checkFiles(db: Db, folder: string, tell: Tell): Promise<number> {
  const rows = await db.selectFrom('files').select('hash').orderBy('hash').execute()
  for (const { hash } of rows) {
    const found = await hashOfFile(blobPath(folder, hash)).catch(() => undefined)
    if (found === undefined) tell(`The file ${hash} is missing`)
    else if (found !== hash) tell(`The file ${hash} has another content than its name says`)
  }
  return rows.length
}

async function hashOfFile(path: string): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer)
  return digest.digest('hex')
}

async function checkNumbers(db: Db, tell: Tell): Promise<void> {
  const say = (u: { series: string; number: number; numbering_year: number; numbering_unit: string }, what: string) =>
    tell(`The number ${u.series} ${[u.numbering_year || '', u.numbering_unit, u.number].join(' ').trim()} ${what}`)
  const lost = await sql<ServerTables['number_uses']>`
    select number_uses.* from number_uses
    left join events on events.id = number_uses.event_id and events.verdict = number_uses.verdict
    where events.id is null limit 1000`.execute(db)
  for (const use of lost.rows) say(use, 'has no event that brought it')
  const free = await sql<ServerTables['number_uses']>`
    select number_uses.* from number_uses where not exists (
      select 1 from leases where leases.series = number_uses.series and leases.numbering_year = number_uses.numbering_year
      and leases.numbering_unit = number_uses.numbering_unit and number_uses.number between leases.first and coalesce(leases.returned_after, leases.last))
    limit 1000`.execute(db)
  for (const use of free.rows) say(use, 'lies in no block that was leased')
  const twice = await sql<{ id: string }>`
    select a.id from leases a join leases b on a.series = b.series and a.numbering_year = b.numbering_year
    and a.numbering_unit = b.numbering_unit and a.id < b.id and a.first <= coalesce(b.returned_after, b.last) and b.first <= coalesce(a.returned_after, a.last)
    limit 1000`.execute(db)
  for (const { id } of twice.rows) tell(`The block ${id} holds numbers of another block`)
}

const countOf = async (db: Kysely<ServerTables>, table: 'events' | 'number_uses'): Promise<number> =>
  Number(
    (
      await db
        .selectFrom(table)
        .select(eb => eb.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  )
