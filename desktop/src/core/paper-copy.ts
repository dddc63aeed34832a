import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Download } from '../api/files.ts'
import { type Asking, caseAsked } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'
import { pagesPdf } from './pages/pages-pdf.ts'
import { type OpenBook, paperBook } from './paper-book.ts'
import { watermarked } from './watermark.ts'
import { fieldText } from './wording.ts'
import { coreText } from './words.ts'

/**
 * The copy of a paper that a row of the ledger allows: its pages as one PDF, with purpose, user, day and expiry across
 * each. No copy is made without its row, by anybody else, or after its last day.
 * @throws CallRefusal
 */
export async function paperCopy(desk: Desk, who: Asking, useId: string): Promise<Download> {
  const open = paperBook(desk.domains, desk.kinds)
  if (!open) throw new CallRefusal('not-found', 'archive.none')
  const row = await caseAsked(desk, who, useId)
  const { book, use } = open
  if (row.type !== use.type || row.data[book.use.as] !== book.use.copy)
    throw new CallRefusal('not-found', 'case.missing')
  if (row.data[book.use.by] !== who.user.id) throw new CallRefusal('forbidden', 'archive.copyNotYours')
  const until = String(row.data[book.use.until])
  if (until < who.scope.today) throw new CallRefusal('forbidden', 'archive.copyEnded', { until })
  const paper = await caseAsked(desk, who, String(row.data[book.use.paper]))
  const parts = await Promise.all(pagesOf(open, paper).map(hash => desk.files.get(hash)))
  await desk.audit(who.user, 'copy', paper.id, { type: paper.type, use: row.id })
  const bytes = await watermarked(await pagesPdf(parts), markOf(open, who, row), desk.printer)
  const title = titleOf(kindOf(desk.kinds, paper.type), paper, who.words.language)
  return { name: coreText(who.words.language, 'archive.copyName', { title }), mime: 'application/pdf', bytes }
}

const pagesOf = ({ book }: OpenBook, paper: Case): string[] => {
  const pages = paper.data[book.pages]
  return Array.isArray(pages) ? pages.map(String) : []
}

/** A watermark is Chinese, as all that is printed, whatever the screen speaks. */
function markOf({ book, use }: OpenBook, { words, scope }: Asking, row: Case): string {
  const said = { ...words, language: 'zh-CN' } as const
  const text = (field: string) => fieldText(use, field, row.data[field], said, true)
  const purpose = [text(book.use.purpose), text(book.use.note)].filter(Boolean).join('：')
  return coreText('zh-CN', 'archive.mark', {
    purpose,
    user: words.personName(String(row.data[book.use.by])),
    day: scope.today,
    until: String(row.data[book.use.until]),
  })
}
