import { randomUUID } from 'node:crypto'
import { coverNumbers } from '../../../shared-types/src/engine/cover.ts'
import { maskPersonId } from '../../../shared-types/src/engine/person-id.ts'
import { neutralText } from '../../../shared-types/src/engine/read-cell.ts'
import { columnsOf } from '../../../shared-types/src/engine/sheet-columns.ts'
import { isMasked } from '../../../shared-types/src/engine/show.ts'
import type { Case, Problem } from '../../../shared-types/src/model/case.ts'
import type { Kind, Language } from '../../../shared-types/src/model/domain.ts'
import type { Data, SimpleValue } from '../../../shared-types/src/model/field.ts'
import type { Unit } from '../../../shared-types/src/model/person.ts'
import type { WorkbookLimits } from '../../../shared-types/src/workbooks/workbook-check.ts'
import { wholeOf, writeRows } from '../../../shared-types/src/workbooks/workbook-write.ts'
import type { ImportJob } from '../api/lists.ts'
import { hashOf } from './blobs.ts'
import { importKey, planOf } from './import-plan.ts'
import { type ImportRow, type ImportSheet, isReasonHeading, readImport, reasonHeading } from './import-rows.ts'

/** What an import does its work with. */
export interface ImportParts {
  /** The person who began it, the only one who is told of it: refused rows are other people's data. */
  owner: string
  kind: Kind
  /** The file's name, as the person sees it. */
  name: string
  language: Language
  today: string
  /** Those that a cell may name. */
  units: readonly Unit[]
  /** What a row says, with what all rows of the sheet have in common. */
  whole(data: Data): Data
  /** Saves one row, durably; problems refuse it. `caseId` is given for a change of a registered case. */
  act(wish: { caseId?: string; act: string; patch: Data }): Promise<readonly Problem[]>
  /** Registered cases with these key values, those of rows just saved among them. */
  find(match: Readonly<Record<string, SimpleValue>>): Promise<readonly Case[]>
  say(problem: Problem): string
  /** A sentence of the core's words: `import.reading`, `writing`, `done`, `cancelled`, `failed`, `again`. */
  text(key: string, values: Readonly<Record<string, string | number>>): string
  /** Any other error, worded: a full disk, a sheet of the wrong kind. */
  failure(error: unknown): string
  /** What is remembered of a file with this hash: when it was imported. */
  seen(hash: string): Promise<string | undefined>
  remember(hash: string): Promise<void>
  progress(job: ImportJob): void
  limits?: WorkbookLimits
}

export interface ImportJobs {
  /** Begins in the background, after those that were begun before. */
  start(bytes: Uint8Array, parts: ImportParts): string
  /** How far it is; undefined for anyone but its owner, as for a job that there is none of. */
  state(job: string, owner: string): ImportJob | undefined
  /** Stops after the row that is being saved; what was saved stays. */
  cancel(job: string, owner: string): void
  /** The refused rows with their reasons, as a spreadsheet to mend and import again; undefined when there are none. */
  refused(job: string, owner: string): Promise<Uint8Array | undefined>
  /** Stops everything and waits for the row that is being saved. */
  close(): Promise<void>
}

/** Refused rows that the screen is shown; the spreadsheet has all of them. */
const SHOWN = 200
/** Ended jobs that can still be asked for. */
const KEPT = 10
/** Rows after which everybody else gets a turn and the screen is told. */
const TURN = 25

interface Running {
  job: ImportJob
  parts: ImportParts
  headings: string[]
  refused: { row: number; cells: string[]; reasons: string[] }[]
  counts: { added: number; changed: number; same: number }
  stopped: boolean
}

export function importJobs(): ImportJobs {
  const jobs = new Map<string, Running>()
  const tail = { at: Promise.resolve() }
  const of = (id: string, owner: string) => {
    const running = jobs.get(id)
    return running?.parts.owner === owner ? running : undefined
  }
  return {
    start(bytes, parts) {
      const running = begun(parts)
      jobs.set(running.job.job, running)
      tail.at = tail.at.then(() => run(running, bytes))
      for (const [id, { job }] of jobs) if (jobs.size > KEPT && isOver(job)) jobs.delete(id)
      return running.job.job
    },
    state: (id, owner) => of(id, owner)?.job,
    cancel(id, owner) {
      const running = of(id, owner)
      if (running) running.stopped = true
    },
    async refused(id, owner) {
      const running = of(id, owner)
      return running?.refused.length ? refusedWorkbook(running) : undefined
    },
    async close() {
      for (const running of jobs.values()) running.stopped = true
      await tail.at
    },
  }
}

function begun(parts: ImportParts): Running {
  const { kind, name, text } = parts
  const job: ImportJob = {
    job: randomUUID(),
    type: kind.type,
    name,
    state: 'reading',
    done: 0,
    total: 0,
    taken: 0,
    refused: [],
    refusedCount: 0,
    text: text('import.reading', {}),
  }
  return { job, parts, headings: [], refused: [], counts: { added: 0, changed: 0, same: 0 }, stopped: false }
}

const isOver = ({ state }: ImportJob) => state === 'done' || state === 'failed' || state === 'cancelled'

/** Never rejects: what goes wrong is the job's end, and what was saved before stays and is counted. */
async function run(running: Running, bytes: Uint8Array): Promise<void> {
  const { kind, language, say, limits, progress, seen, remember } = running.parts
  try {
    progress(running.job)
    const hash = hashOf(bytes)
    const before = await seen(hash)
    const sheet = await readImport(kind, bytes, language, say, limits)
    running.headings = sheet.headings
    const whole = await save(running, sheet)
    if (whole) await remember(hash)
    end(running, whole ? 'done' : 'cancelled', before)
  } catch (error) {
    end(running, 'failed', undefined, error)
  }
}

/** Saves row by row; false when it was stopped. */
async function save(running: Running, sheet: ImportSheet): Promise<boolean> {
  const { parts, job } = running
  running.job = { ...job, state: 'writing', total: sheet.count, text: parts.text('import.writing', {}) }
  for (const row of sheet.rows(parts.today, parts.units)) {
    if (running.stopped) return false
    await take(running, row)
    const { done } = running.job
    running.job = { ...running.job, done: done + 1 }
    if (running.job.done % TURN === 0) {
      parts.progress(running.job)
      await new Promise(setImmediate)
    }
  }
  return true
}

async function take(running: Running, row: ImportRow): Promise<void> {
  const { parts, counts } = running
  if (row.problems.length) return refuse(running, row, row.problems)
  const data = parts.whole(row.data)
  const key = importKey(parts.kind, data)
  const plan = planOf(parts.kind, data, key ? await parts.find(key) : [])
  if (plan.does === 'nothing') {
    counts.same++
    return
  }
  const problems = await parts.act({
    ...(plan.does === 'change' && { caseId: plan.caseId }),
    act: plan.act,
    patch: plan.patch,
  })
  if (problems.length) return refuse(running, row, problems)
  counts[plan.does === 'add' ? 'added' : 'changed']++
  running.job = { ...running.job, taken: running.job.taken + 1 }
}

function refuse(running: Running, { row, cells }: ImportRow, problems: readonly Problem[]): void {
  const refused = { row, cells: cells(), reasons: [...new Set(problems.map(running.parts.say))] }
  const { job } = running
  running.refused.push(refused)
  running.job = {
    ...job,
    refusedCount: running.refused.length,
    refused: running.refused.length <= SHOWN ? [...job.refused, covered(running, refused)] : job.refused,
  }
}

/** A refused row as the page shows it; the workbook that its owner mends has it as it was. */
function covered(
  { headings, parts: { kind } }: Running,
  row: ImportJob['refused'][number],
): ImportJob['refused'][number] {
  const columns = columnsOf(kind, headings)
  const isCovered = (at: number) => {
    const column = columns[at]
    return column !== undefined && isMasked(kind.record.fields[column.field]!)
  }
  return { ...row, cells: row.cells.map((cell, at) => (isCovered(at) ? maskPersonId(cell) : coverNumbers(cell))) }
}

function end(running: Running, state: ImportJob['state'], before?: string, error?: unknown): void {
  const { parts, counts, job } = running
  const values = { ...counts, refused: job.refusedCount, done: job.done, total: job.total, at: before ?? '' }
  const why = error === undefined ? '' : parts.failure(error)
  const text = state === 'failed' && job.total === 0 ? why : parts.text(`import.${state}`, { ...values, why })
  running.job = { ...job, state, text: before === undefined ? text : text + parts.text('import.again', values) }
  parts.progress(running.job)
}

/** Cells as texts, so that what was right in them stays right while the rest is mended. */
function refusedWorkbook({ parts, headings, refused }: Running): Promise<Uint8Array> {
  // A file that came from here already has the column.
  const at = headings.findIndex(isReasonHeading)
  const names = at < 0 ? [...headings, reasonHeading(parts.language)] : headings
  const place = at < 0 ? headings.length : at
  const rows = function* () {
    for (const { cells, reasons } of refused)
      yield names.map((_, i) => (i === place ? reasons.join('') : neutralText(cells[i] ?? '')))
  }
  return wholeOf(writeRows(parts.name.replace(/\.[^.]*$/, ''), names, rows(), { asText: true }))
}
