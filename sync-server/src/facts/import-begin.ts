import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat, truncate } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { coverNumbers } from '../../../shared-types/src/engine/cover.ts'
import type { FactImportedBefore, FactImportLine, FactImportRequest } from '../../../shared-types/src/protocol-facts.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { audit, authorIn } from '../audit.ts'
import { Refusal } from '../refusal.ts'
import type { Parts, PersonAsk } from '../route.ts'
import type { Db } from '../store.ts'
import type { FactRights } from './fact-rights.ts'
import { endImport, type FactImport, importFile } from './import-store.ts'
import { forgetRefusals } from './refusals.ts'

/** Files that one person may have on their way at once: what is left lying takes no more room than this many. */
const AT_ONCE = 3

/** Takes note of a file that is about to be sent here in pieces. @throws Refusal 413 for one that is too large */
export async function openImport(
  { store, facts, now }: Parts,
  ask: PersonAsk,
  { post, fact }: FactRights,
  { name, size, mode }: FactImportRequest,
): Promise<{ id: number }> {
  if (size > facts.limit) throw new Refusal(413, 'too-large', String(Math.floor(facts.limit / 2 ** 20)))
  await mkdir(facts.folder, { recursive: true })
  const { id, left } = await store.transaction(async ({ db }) => {
    const dropped = await run<{ id: number }>(
      db,
      `update fact_imports set state = 'cancelled', ended_at = ? where person = ? and state = 'sending' and id not in (
          select id from fact_imports where person = ? and state = 'sending' order by id desc limit ${AT_ONCE - 1})
        returning id`,
      [now(), ask.signedIn.person.id, ask.signedIn.person.id],
    )
    await forgetRefusals(db, now())
    const [last] = await run<{ id: number }>(db, 'select coalesce(max(id), 0) as id from fact_imports')
    const row: FactImport = {
      ...EMPTY,
      id: last!.id + 1,
      type: fact.type,
      name: coverNumbers(name),
      size,
      mode,
      person: ask.signedIn.person.id,
      post: post.id,
      role: post.role,
      unit: post.unit,
      station: ask.station.id,
      started_at: now(),
    }
    await db.insertInto('fact_imports').values(row).execute()
    return { id: row.id, left: dropped }
  })
  for (const one of left) await rm(importFile(facts.folder, one.id), { force: true })
  return { id }
}

const EMPTY = {
  hash: '',
  state: 'sending',
  ended_at: '',
  checked: 0,
  lines: 0,
  percent: 0,
  taken: 0,
  refused: 0,
  fault: '',
  claimed_by: '',
  claimed_until: '',
} as const

/**
 * Adds a piece to a file that is on its way, and answers how many bytes of it are here. A piece must begin where the last
 * one ended: who does not know asks with what they have, and is told.
 * @throws Refusal 409 with the bytes that are here, 413, 401 for a piece that is not the one that was signed
 */
export async function takePiece(
  { facts }: Parts,
  { req, bodyHash }: PersonAsk,
  job: FactImport,
  offset: number,
): Promise<{ size: number }> {
  const path = importFile(facts.folder, job.id)
  const here = await sizeOf(path)
  if (job.state !== 'sending' || here !== offset) throw new Refusal(409, 'bad-request', String(here))
  const digest = createHash('sha256')
  const count = { size: here }
  const metered = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      count.size += chunk.byteLength
      if (count.size > job.size) throw new Refusal(413, 'too-large')
      digest.update(chunk)
      yield chunk
    }
  }
  try {
    await pipeline(req as Readable, metered, createWriteStream(path, { flags: 'a', flush: true }))
    if (digest.digest('hex') !== bodyHash) throw new Refusal(401, 'signature')
  } catch (error) {
    // What came of a piece that broke off is taken back: it is sent again.
    await truncate(path, offset).catch(() => undefined)
    throw error
  }
  return { size: count.size }
}

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0

/**
 * Begins to take a file that is here: it waits for its turn from now on. A file of the same content whose rows are still
 * here is not taken again; then it answers when that was and by whom.
 * @throws Refusal 409 for a file of which something is missing, or that was begun
 */
export async function beginImport(
  parts: Parts,
  ask: PersonAsk,
  job: FactImport,
): Promise<{ before?: FactImportedBefore }> {
  const { store, facts, now } = parts
  const path = importFile(facts.folder, job.id)
  const size = await sizeOf(path)
  if (size !== job.size) throw new Refusal(409, 'bad-request', String(size))
  const hash = await hashOf(path)
  const before = await store.transaction(async turn => {
    const same = await sameFile(turn.db, ask, job, hash)
    const state = same ? 'cancelled' : 'waiting'
    const rows = await run(
      turn.db,
      "update fact_imports set hash = ?, state = ?, ended_at = ? where id = ? and state = 'sending' returning id",
      [hash, state, same ? now() : '', job.id],
    )
    if (rows.length === 0) throw new Refusal(409, 'bad-request', 'state')
    const patch = { id: String(job.id), type: job.type, size: String(size), hash, state }
    await audit(turn, { act: 'fact-import', by: authorIn(ask.signedIn), station: ask.station.id, patch }, now())
    return same
  })
  if (before) await rm(path, { force: true })
  else facts.ring()
  return before ? { before } : {}
}

/** One that took rows of the same subjects, of which some are still here or are on their way. */
async function sameFile(
  db: Db,
  { directory }: PersonAsk,
  job: FactImport,
  hash: string,
): Promise<FactImportedBefore | undefined> {
  const rows = await run<FactImport & { rest: number }>(
    db,
    `select fact_imports.*, (select coalesce(sum(count), 0) from fact_import_days where import = fact_imports.id) as rest
      from fact_imports where type = ? and hash = ? and id <> ? order by id desc`,
    [job.type, hash, job.id],
  )
  const running = ['waiting', 'checking', 'writing']
  const touches = (unit: string) => directory.below(unit).has(job.unit) || directory.below(job.unit).has(unit)
  const found = rows.find(({ state, rest, unit }) => (Number(rest) > 0 || running.includes(state)) && touches(unit))
  return found && { at: found.started_at, person: found.person, taken: found.taken }
}

async function hashOf(path: string): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) digest.update(chunk as Buffer)
  return digest.digest('hex')
}

/** Ends an import where it is; what was taken stays. */
export async function cancelImport({ store, facts, now }: Parts, ask: PersonAsk, job: FactImport): Promise<void> {
  await store.transaction(async turn => {
    if (!(await endImport(turn.db, job.id, 'cancelled', now()))) return
    const patch = { id: String(job.id), type: job.type }
    await audit(turn, { act: 'fact-import-cancel', by: authorIn(ask.signedIn), station: ask.station.id, patch }, now())
  })
  if (job.state === 'sending') await rm(importFile(facts.folder, job.id), { force: true })
}

/** An import by its number, for who may see it: the person's own unit and below. @throws Refusal 404 */
export async function importOf(db: Db, id: number): Promise<FactImport> {
  const [row] = await run<FactImport>(db, 'select * from fact_imports where id = ?', [id])
  if (!row) throw new Refusal(404, 'not-found')
  return row
}

/** Imports that an answer names, the newest first. */
const SHOWN = 50

/** The imports of these units, with what is left of each. */
export async function importLines(db: Db, type: string, units: readonly string[]): Promise<FactImportLine[]> {
  const rows = await run<FactImport & { rest: number }>(
    db,
    `select fact_imports.*, (select coalesce(sum(count), 0) from fact_import_days where import = fact_imports.id) as rest
      from fact_imports where type = ? and unit in (${units.map(() => '?').join(', ')}) order by id desc limit ${SHOWN}`,
    [type, ...units],
  )
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    size: row.size,
    state: row.state,
    mode: row.mode,
    person: row.person,
    unit: row.unit,
    startedAt: row.started_at,
    ...(row.ended_at && { endedAt: row.ended_at }),
    lines: row.lines,
    percent: row.percent,
    taken: row.taken,
    refused: row.refused,
    left: Number(row.rest),
    ...(row.fault && { fault: JSON.parse(row.fault) as NonNullable<FactImportLine['fault']> }),
  }))
}
