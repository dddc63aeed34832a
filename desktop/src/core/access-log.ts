import { coverNumbers } from '../../../shared-types/src/engine/cover.ts'
import { instantText } from '../../../shared-types/src/engine/day-text.ts'
import { maskPersonId, normalisePersonId, parsePersonId } from '../../../shared-types/src/engine/person-id.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { AuditLine } from '../../../shared-types/src/model/audit-query.ts'
import type { Purpose } from '../../../shared-types/src/model/purpose.ts'
import type { AccessLogView } from '../api/audit.ts'
import type { Asking } from './asking.ts'
import { actText } from './audit-page.ts'
import { purposeText, whatTexts } from './audit-words.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'
import { tableSheet, widthsOf } from './list-sheet.ts'
import { ServerUnreachable } from './server-fault.ts'
import { wordProblem } from './wording.ts'
import { coreText } from './words.ts'

interface Ask {
  /** Typed off a paper; absent: of the card on the reader. */
  number?: string | undefined
  purpose: Purpose
  note: string
}

const COLUMNS = ['time', 'person', 'unit', 'record', 'act', 'what'] as const

/**
 * Who looked at one person's records or worked on them, for that person: as lines and as a PDF. The centre alone knows
 * what all windows did, so it is asked; this window sends first what it has not sent yet.
 * @throws CallRefusal without a line, without a card or with a number that is none
 */
export async function accessLogOf(desk: Desk, who: Asking, ask: Ask): Promise<AccessLogView> {
  const { identity, number } = holder(desk, who, ask.number)
  await desk.sync.now().catch(() => undefined)
  const { purpose, note } = ask
  const found = await desk.server.accessLog({ number, identity, purpose, note }).catch((error: unknown) => {
    throw error instanceof ServerUnreachable ? new CallRefusal('offline', 'accessLog.offline') : error
  })
  const lines = found.lines.map(line => lineView(desk, who, line))
  const view = { number: maskPersonId(number), cases: found.cases, more: found.more, lines }
  return { ...view, file: await printed(desk, who, view, { ...ask, identity }) }
}

/** Whose records are asked for; the number itself stays in the core where the card tells it. */
function holder(desk: Desk, { scope, words }: Asking, typed: string | undefined) {
  const card = typed === undefined ? desk.devices.card() : undefined
  if (typed === undefined && !card) throw new CallRefusal('device', 'accessLog.noCard')
  const number = normalisePersonId(typed ?? card!.number)
  const parsed = parsePersonId(number, scope.today)
  if (!parsed.ok) {
    const [kind] = desk.kinds.values()
    throw new CallRefusal('arguments', 'accessLog.number', { why: wordProblem(parsed.problem, kind!, words).text })
  }
  return { number, identity: card ? ('card' as const) : ('typed' as const) }
}

function lineView(desk: Desk, { words }: Asking, line: AuditLine): AccessLogView['lines'][number] {
  const { language, zone } = words
  const own = desk.kinds.get(line.type)
  const { type = '', ...what } = line.what
  const record = own ?? desk.kinds.get(type)
  const texts = record && label(record, language)
  const said = whatTexts(desk, words, { what }, record).map(({ name, text }) => `${name}：${text}`)
  return {
    seq: line.seq,
    at: instantText(line.at || line.receivedAt, language, zone),
    person: line.person ? words.personName(line.person) : coreText(language, 'audit.nobody'),
    unit: words.unitName(line.unit),
    record: texts?.record ?? '',
    act: own ? texts!.step(line.act) : actText(language, line.act),
    what: own ? line.fields.map(field => texts!.field(field)).join('、') : said.join('；'),
  }
}

/** The page that is handed over: whose, by whom, when and what for above the lines. */
async function printed(
  desk: Desk,
  { user, words }: Asking,
  { number, lines, cases, more }: Omit<AccessLogView, 'file'>,
  { identity, note, purpose }: Ask & { identity: string },
): Promise<AccessLogView['file']> {
  const { language, zone } = words
  const rows = lines.map(line => [line.at, line.person, line.unit, line.record, line.act, line.what])
  const headings = COLUMNS.map(name => coreText(language, `accessLog.${name}`))
  const widths = widthsOf(headings, rows)
  const title = coreText(language, 'accessLog.title')
  const sheet = tableSheet({
    title,
    note: coreText(language, more ? 'accessLog.noteMore' : 'accessLog.note', {
      number,
      cases,
      unit: words.unitName(user.unit),
      user: words.personName(user.id),
      time: instantText(desk.clock.now(), language, zone),
      identity: coreText(language, `accessLog.${identity}`),
      purpose: [purposeText(language, purpose), coverNumbers(note)].filter(Boolean).join(' '),
      lines: lines.length,
    }),
    language,
    rows,
    columns: headings.map((heading, i) => ({ label: heading, width: widths[i]! })),
  })
  const bytes = await desk.printer.renderPdf(sheet, async () => undefined)
  return { name: `${title}-${desk.clock.today()}.pdf`, mime: 'application/pdf', bytes }
}
