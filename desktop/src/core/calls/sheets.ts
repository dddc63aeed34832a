import { randomUUID } from 'node:crypto'
import { mayEver, sees } from '../../../../shared-types/src/engine/access.ts'
import { instantText } from '../../../../shared-types/src/engine/day-text.ts'
import { toRow } from '../../../../shared-types/src/engine/sheet.ts'
import { sheetColumns } from '../../../../shared-types/src/engine/sheet-columns.ts'
import { label, say } from '../../../../shared-types/src/engine/words.ts'
import type { Kind } from '../../../../shared-types/src/model/domain.ts'
import type { Download } from '../../api.ts'
import { type Asking, asking, readableKind, withLinks } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import { failureOf } from '../failure.ts'
import type { Listing } from '../list-conditions.ts'
import { tableSheet, widthsOf } from '../list-sheet.ts'
import { reported } from '../reports.ts'
import { cellText, columnsOf } from '../rows.ts'
import { coreText } from '../words.ts'
import { templateWorkbook, WORKBOOK_MIME, wholeOf, writeRows } from '../workbook-write.ts'
import type { Handlers } from './handlers.ts'
import { everyCase } from './listing.ts'

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
    'import.template': async ({ type }, client) => {
      const kind = importable(desk, asking(desk, client), type)
      return workbook(label(kind, client.language).record, await templateWorkbook(kind, client.language))
    },
    'import.start': async ({ type, name, bytes }, client) => {
      const who = asking(desk, client)
      const kind = importable(desk, who, type)
      await desk.audit(who.user, 'import', kind.type, { size: String(bytes.byteLength) })
      return { job: begin(desk, who, kind, name, bytes) }
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
    'export.list': async ({ query, purpose }, client) => {
      const who = asking(desk, client)
      const kind = exportable(desk, who, query.type)
      await desk.audit(who.user, 'export', kind.type, { purpose, query: JSON.stringify(query) })
      const columns = sheetColumns(kind, client.language).filter(c => sees(kind.record.fields[c.field]!, who.user.role))
      const words = label(kind, client.language)
      const headings = [...columns.map(c => c.heading), words.field('$state'), words.field('$unit')]
      return workbook(
        words.record,
        await wholeOf(writeRows(words.record, headings, exportRows(desk, who, kind, query, columns))),
      )
    },
    'print.list': async ({ query }, client) => {
      const who = asking(desk, client)
      const kind = exportable(desk, who, query.type)
      await desk.audit(who.user, 'print', kind.type, { query: JSON.stringify(query) })
      return printedList(desk, who, kind, query)
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
      if (as === 'xlsx') return workbook(report.label, await wholeOf(writeRows(report.label, headings, rows)))
      return printed(
        desk,
        who,
        `${report.label}  ${query.from} — ${query.to}`,
        headings,
        rows.map(r => r.map(String)),
      )
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

function begin(desk: Desk, who: Asking, kind: Kind, name: string, bytes: Uint8Array): string {
  const { language } = who.words
  const { scope, user } = who
  return desk.imports.start(bytes, {
    owner: user.id,
    kind,
    name,
    language,
    today: scope.today,
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

/** Whole values: an export is for those who may see them, and is recorded. */
async function* exportRows(
  desk: Desk,
  who: Asking,
  kind: Kind,
  query: Listing,
  columns: ReturnType<typeof sheetColumns>,
): AsyncGenerator<(string | number)[]> {
  for await (const page of everyCase(desk, who, query)) {
    const words = await withLinks(desk, who, page)
    for (const c of page)
      yield [
        ...toRow(kind, columns, c.data, words.language, { zone: words.zone }),
        cellText(kind, c, '$state', words),
        cellText(kind, c, '$unit', words),
      ]
  }
}

async function printedList(desk: Desk, who: Asking, kind: Kind, query: Listing): Promise<Download> {
  const names = columnsOf(kind, who.scope)
  const rows: string[][] = []
  for await (const page of everyCase(desk, who, query)) {
    const words = await withLinks(desk, who, page)
    for (const c of page) rows.push(names.map(name => cellText(kind, c, name, words)))
    if (rows.length > MOST_PRINTED) throw new CallRefusal('too-large', 'list.tooLong', { most: MOST_PRINTED })
  }
  const words = label(kind, who.words.language)
  return printed(
    desk,
    who,
    words.record,
    names.map(name => words.field(name)),
    rows,
  )
}

async function printed(
  desk: Desk,
  who: Asking,
  title: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<Download> {
  const { language, zone } = who.words
  const time = instantText(desk.clock.now(), language, zone)
  const note = coreText(language, 'list.note', {
    unit: who.words.unitName(who.user.unit),
    user: who.words.personName(who.user.id),
    time,
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
