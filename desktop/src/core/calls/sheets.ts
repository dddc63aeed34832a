import { randomUUID } from 'node:crypto'
import { mayEver } from '../../../../shared-types/src/engine/access.ts'
import { coverNumbers } from '../../../../shared-types/src/engine/cover.ts'
import { instantText } from '../../../../shared-types/src/engine/day-text.ts'
import { label, say } from '../../../../shared-types/src/engine/words.ts'
import type { Kind } from '../../../../shared-types/src/model/domain.ts'
import {
  templateWorkbook,
  WORKBOOK_MIME,
  wholeOf,
  writeRows,
} from '../../../../shared-types/src/workbooks/workbook-write.ts'
import type { Download } from '../../api/files.ts'
import { type AskedKind, askedKind } from '../asked-kind.ts'
import { type Asking, asking, readableKind, withLinks } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import { failureOf } from '../failure.ts'
import type { Listing } from '../list-conditions.ts'
import { exportedList, exportNote } from '../list-export.ts'
import { tableSheet, widthsOf } from '../list-sheet.ts'
import { listedPages } from '../listed-pages.ts'
import { reported } from '../reports.ts'
import { cellText, columnsOf } from '../rows.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

type Own =
  | 'import.template'
  | 'import.start'
  | 'import.job'
  | 'import.cancel'
  | 'import.refused'
  | 'export.list'
  | 'print.list'
  | 'reports.export'

/** A printed list longer than this is no paper that anybody reads. */
const MOST_PRINTED = 5000

/** Spreadsheets in and out, and lists on paper. Each export is recorded with its purpose. */
export function sheetCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    'import.template': async ({ type, per }, client) => {
      const who = asking(desk, client)
      const { kind } = await askedKind(desk, who, importable(desk, who, type), per)
      return workbook(label(kind, client.language).record, await templateWorkbook(kind, client.language))
    },
    'import.start': async ({ type, per, name, bytes }, client) => {
      const who = asking(desk, client)
      const asked = await askedKind(desk, who, importable(desk, who, type), per)
      const { kind } = asked
      await desk.audit(who.user, 'import', kind.type, { size: String(bytes.byteLength) })
      // The name comes back on the page, as a sheet and as a file.
      return { job: begin(desk, who, asked, coverNumbers(name), bytes) }
    },
    'import.job': ({ job }, client) => found(desk.imports.state(job, asking(desk, client).user.id)),
    'import.cancel': ({ job }, client) => {
      const { id } = asking(desk, client).user
      found(desk.imports.state(job, id))
      desk.imports.cancel(job, id)
    },
    'import.refused': async ({ job }, client) => {
      const { id } = asking(desk, client).user
      const bytes = found(await desk.imports.refused(job, id))
      const { name } = found(desk.imports.state(job, id))
      return workbook(`${name.replace(/\.[^.]*$/, '')}-${coreText(client.language, 'import.refusedName')}`, bytes)
    },
    'export.list': async ({ query, purpose, whole }, client) => {
      const who = asking(desk, client)
      const kind = exportable(desk, who, query.type)
      const bytes = await exportedList(desk, who, kind, { query, purpose, whole })
      return workbook(label(kind, client.language).record, bytes)
    },
    'print.list': async ({ query, purpose }, client) => {
      const who = asking(desk, client)
      const kind = exportable(desk, who, query.type)
      await desk.audit(who.user, 'print', kind.type, { purpose, query: JSON.stringify(query) })
      return printedList(desk, who, kind, query, purpose)
    },
    'reports.export': async ({ query, as, purpose }, client) => {
      const who = asking(desk, client)
      const report = await reported(desk, who, query)
      exportable(desk, who, report.type)
      await desk.audit(who.user, 'export', `${query.domain}.${query.report}`, {
        purpose,
        from: query.from,
        to: query.to,
      })
      const headings = report.columns.map(c => c.label)
      const rows = [...report.rows.map(r => r.cells), report.total]
      const above = exportNote(desk, who, purpose)
      if (as === 'xlsx')
        return workbook(report.label, await wholeOf(writeRows(report.label, headings, rows, { above })))
      return printed(desk, who, {
        title: `${report.label}  ${query.from} — ${query.to}`,
        purpose,
        headings,
        rows: rows.map(r => r.map(String)),
      })
    },
  }
}

function importable(desk: Desk, who: Asking, type: string): Kind {
  const kind = readableKind(desk, who, type)
  if (!kind.record.imports || !mayEver(kind, 'create', who.user.role))
    throw new CallRefusal('forbidden', 'import.forbidden', { label: label(kind, who.words.language).record })
  return kind
}

function exportable(desk: Desk, who: Asking, type: string): Kind {
  const kind = readableKind(desk, who, type)
  if (!mayEver(kind, 'export', who.user.role))
    throw new CallRefusal('forbidden', 'export.forbidden', { label: label(kind, who.words.language).record })
  return kind
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new CallRefusal('not-found', 'import.gone')
  return value
}

const workbook = (name: string, bytes: Uint8Array): Download => ({ name: `${name}.xlsx`, mime: WORKBOOK_MIME, bytes })

function begin(desk: Desk, who: Asking, asked: AskedKind, name: string, bytes: Uint8Array): string {
  const { kind } = asked
  const { language } = who.words
  const { scope, user } = who
  return desk.imports.start(bytes, {
    owner: user.id,
    kind,
    name,
    language,
    today: scope.today,
    units: desk.directory.units(),
    whole: asked.fold,
    act: async ({ caseId, act, patch }) =>
      (await desk.act(user, { type: kind.type, caseId: caseId ?? randomUUID(), act, patch })).problems,
    find: match => desk.projection.cases.byKeys(kind, match),
    say: problem => say(problem, kind, language),
    text: (key, values) => coreText(language, key, values),
    failure: error => failureOf(error, language, kind).text,
    seen: async hash => {
      const at = await desk.notes.get<string>(`import:${hash}`)
      return at && instantText(at, language, who.words.zone)
    },
    remember: hash => desk.notes.put(`import:${hash}`, desk.clock.now()),
    progress: job => desk.tell({ topic: 'progress', job: job.job, done: job.done, total: job.total, text: job.text }),
  })
}

async function printedList(desk: Desk, who: Asking, kind: Kind, query: Listing, purpose: string): Promise<Download> {
  const names = columnsOf(kind, who.scope)
  const rows: string[][] = []
  for await (const page of listedPages(desk, who, kind, { act: 'print-rows', purpose, query })) {
    const words = await withLinks(desk, who, page)
    for (const c of page) rows.push(names.map(name => cellText(kind, c, name, words)))
    if (rows.length > MOST_PRINTED) throw new CallRefusal('too-large', 'list.tooLong', { most: MOST_PRINTED })
  }
  const words = label(kind, who.words.language)
  const headings = names.map(name => words.field(name))
  return printed(desk, who, { title: words.record, purpose, headings, rows })
}

interface Printed {
  title: string
  purpose: string
  headings: readonly string[]
  rows: readonly (readonly string[])[]
}

async function printed(desk: Desk, who: Asking, { title, purpose, headings, rows }: Printed): Promise<Download> {
  const { language, zone } = who.words
  const note = coreText(language, 'list.noteFor', {
    unit: who.words.unitName(who.user.unit),
    user: who.words.personName(who.user.id),
    time: instantText(desk.clock.now(), language, zone),
    purpose: coverNumbers(purpose),
  })
  const widths = widthsOf(headings, rows)
  const sheet = tableSheet({
    title,
    note,
    language,
    rows,
    columns: headings.map((heading, i) => ({ label: heading, width: widths[i]! })),
  })
  const bytes = await desk.printer.renderPdf(sheet, async () => undefined)
  return { name: `${title}.pdf`, mime: 'application/pdf', bytes }
}
