import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { type Fact, factOf } from '../../../shared-types/src/engine/facts.ts'
import type { FactImportState } from '../../../shared-types/src/protocol-facts.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { audit } from '../audit.ts'
import type { Directory } from '../directory.ts'
import { isTransient } from '../refusal.ts'
import type { Parts } from '../route.ts'
import type { Turn } from '../store.ts'
import { inScope } from './fact-scope.ts'
import { tablesOf } from './fact-tables.ts'
import { FactFileFault } from './file-fault.ts'
import { piecesOf, type ThreadTask } from './import-pieces.ts'
import {
  claimImport,
  endImport,
  type FactImport,
  importFile,
  keepRefusals,
  releaseImport,
  stillMine,
} from './import-store.ts'
import { keepRows } from './keep-rows.ts'
import type { Piece } from './read-file.ts'
import { readFactOf } from './read-head.ts'

export type ImportParts = Pick<Parts, 'store' | 'kinds' | 'directory' | 'now' | 'fault' | 'stopping' | 'facts'>

/** How often an instance looks for imports whose own has died, in ms. */
const LOOK = 15_000
/**
 * Between two pieces, in ms: a request asks the database several times, one after the other, and SQLite has one connection;
 * without it each of these would wait for a piece of its own.
 */
const PAUSE = 30

/**
 * Does what imports wait, one after the other, until the server stops: those that are begun here, those that were under
 * way when it stopped, and those whose instance is there no more. A piece and all that is counted of it is one
 * transaction, so that none is ever kept twice or in part.
 */
export async function runImports(parts: ImportParts): Promise<void> {
  const me = randomUUID()
  while (!parts.stopping.aborted) {
    const job = await claimImport(parts, me).catch(error => void parts.fault(error, 'facts'))
    if (job) {
      await runImport(parts, me, job)
      if (parts.stopping.aborted) await releaseImport(parts.store.db, me)
    } else await parts.facts.wait(LOOK, parts.stopping)
  }
}

async function runImport(parts: ImportParts, me: string, job: FactImport): Promise<void> {
  try {
    const fact = factOf(parts.kinds, job.type)
    if (!fact) return await end(parts, job, 'failed', new FactFileFault('lost'))
    const task = await taskOf(parts, job, fact)
    if (job.mode === 'all' && !job.checked && !(await checkAll(parts, me, job, task))) return
    const after = job.mode === 'all' && !job.checked ? 0 : job.lines
    const went = await eachPiece(parts, me, job, { ...task, after }, async (turn, piece) => {
      await keepRows(turn.db, tablesOf(fact.fact), job.id, piece.rows, parts.now())
      await keepRefusals(turn.db, job.id, piece.refused)
      await run(turn.db, 'update fact_imports set taken = taken + ? where id = ?', [piece.rows.length, job.id])
    })
    if (went) await end(parts, job, 'done')
  } catch (error) {
    if (parts.stopping.aborted) return
    if (error instanceof FactFileFault) return end(parts, job, 'failed', error)
    parts.fault(error, 'facts')
    // What may pass is tried again once the claim has run out.
    if (!isTransient(error)) await end(parts, job, 'failed', new FactFileFault('broken'))
  }
}

async function taskOf(parts: ImportParts, job: FactImport, fact: Fact): Promise<Omit<ThreadTask, 'after'>> {
  const directory = await parts.directory(parts.store.db)
  const own = await ownSubjects(parts, directory, job, fact)
  return {
    path: importFile(parts.facts.folder, job.id),
    fact: readFactOf(fact),
    rules: { zone: directory.zone, today: dayOf(job.started_at, directory.zone), ...(own && { own }) },
  }
}

/** Whoever looks after the whole may bring rows of subjects that nobody knows yet; others bring those of their own. */
async function ownSubjects(
  { store }: ImportParts,
  directory: Directory,
  job: FactImport,
  { fact }: Fact,
): Promise<ReadonlySet<string> | undefined> {
  if (directory.units.some(({ id, parent }) => id === job.unit && parent === undefined)) return undefined
  const tables = tablesOf(fact)
  const scope = inScope({ whole: false, units: [...directory.below(job.unit)] }, tables, tables.subject)
  const rows = await run<{ subject: string }>(
    store.db,
    `select ${tables.subject} as subject from ${tables.owners} where ${scope.sql}`,
    scope.values,
  )
  return new Set(rows.map(({ subject }) => subject))
}

/** Looks through a file of which all is to be taken or nothing. False where it ended here. */
async function checkAll(
  parts: ImportParts,
  me: string,
  job: FactImport,
  task: Omit<ThreadTask, 'after'>,
): Promise<boolean> {
  await parts.store.transaction(async ({ db }) => {
    await run(db, 'delete from fact_refusals where import = ?', [job.id])
    await run(db, "update fact_imports set state = 'checking', lines = 0, refused = 0 where id = ?", [job.id])
  })
  const went = await eachPiece(parts, me, job, { ...task, after: 0 }, ({ db }, { refused }) =>
    keepRefusals(db, job.id, refused),
  )
  if (!went) return false
  const [row] = await run<{ refused: number }>(parts.store.db, 'select refused from fact_imports where id = ?', [
    job.id,
  ])
  if (row!.refused > 0) {
    await end(parts, job, 'refused')
    return false
  }
  await parts.store.transaction(({ db }) =>
    run(db, "update fact_imports set state = 'writing', checked = 1, lines = 0, percent = 0 where id = ?", [job.id]),
  )
  return true
}

/** Each piece in a transaction of its own; false where the import was cancelled, is another's now, or the server stops. */
async function eachPiece(
  parts: ImportParts,
  me: string,
  job: FactImport,
  task: ThreadTask,
  keep: (turn: Turn, piece: Piece) => Promise<void>,
): Promise<boolean> {
  for await (const piece of piecesOf(task)) {
    const mine = await parts.store.transaction(async turn => {
      if (parts.stopping.aborted || !(await stillMine(turn.db, job.id, me, parts.now()))) return false
      await keep(turn, piece)
      await run(turn.db, 'update fact_imports set lines = ?, percent = ? where id = ?', [
        piece.line,
        piece.percent,
        job.id,
      ])
      return true
    })
    if (!mine) {
      const [row] = await run<{ state: string }>(parts.store.db, 'select state from fact_imports where id = ?', [
        job.id,
      ])
      if (row?.state === 'cancelled') await rm(task.path, { force: true })
      return false
    }
    await setTimeout(PAUSE)
  }
  return true
}

async function end(parts: ImportParts, job: FactImport, state: FactImportState, fault?: FactFileFault): Promise<void> {
  const at = parts.now()
  await parts.store.transaction(async turn => {
    const ended = await endImport(turn.db, job.id, state, at, fault && { code: fault.code, with: fault.facts })
    if (!ended) return
    const by = { id: job.person, post: job.post, role: job.role, unit: job.unit }
    const counts = { rows: String(ended.taken), refused: String(ended.refused) }
    const patch = { id: String(job.id), type: job.type, state, ...counts }
    await audit(turn, { act: 'fact-import-end', by, station: job.station, patch }, at)
  })
  await rm(importFile(parts.facts.folder, job.id), { force: true })
}
