import { may } from '../../../shared-types/src/engine/access.ts'
import { dueOf } from '../../../shared-types/src/engine/due.ts'
import { evaluate } from '../../../shared-types/src/engine/evaluate.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { AskedPaper } from '../../../shared-types/src/model/paper.ts'
import { related } from '../../../shared-types/src/store/related.ts'
import type { AskedPapers, EarlierPaper } from '../api/archive.ts'
import type { Asking } from './asking.ts'
import type { Desk } from './desk.ts'
import { type OpenBook, paperBook } from './paper-book.ts'
import { fieldText } from './wording.ts'
import { coreText } from './words.ts'

/**
 * What the holder of this case need not bring: for each paper that the case as it stands asks for, the earlier ones that
 * this window knows and the person may read, newest first, and why the others may not stand in.
 */
export async function askedPapers(desk: Desk, who: Asking, kind: Kind, c: Case): Promise<AskedPapers[]> {
  const open = paperBook(desk.domains, desk.kinds)
  const asks = Object.entries(kind.record.papers ?? {}).filter(
    ([, ask]) => !ask.asked || evaluate(ask.asked, c, who.scope),
  )
  if (!open || asks.length === 0) return []
  const lookups = new Set(asks.map(([, ask]) => ask.lookup))
  const found = await related(desk.projection.cases, desk.kinds, kind, c, who.scope, lookups)
  const words = label(kind, who.words.language)
  return asks.map(([name, ask]) => {
    const earlier = (found[ask.lookup] ?? [])
      .filter(p => may(kindOf(desk.kinds, p.type), 'read', p, who.scope) && p.data[open.book.fromCase] !== c.id)
      .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
    const fits = (p: Case) => ask.kind.of.includes(String(p.data[ask.kind.field])) && evaluate(ask.usable, p, who.scope)
    const taken = c.data[ask.earlier]
    return {
      name,
      label: words.field(ask.files),
      field: ask.earlier,
      ...(typeof taken === 'string' && { taken }),
      usable: earlier.filter(fits).map(p => ({ ...shown(open, who, p), fill: fillOf(ask, p) })),
      hindered: earlier
        .filter(p => !fits(p))
        .map(p => ({ ...shown(open, who, p), reasons: reasonsOf(open, who, ask, p) })),
    }
  })
}

const fillOf = ({ earlier, kind }: AskedPaper, p: Case) => ({
  [earlier]: p.id,
  ...(kind.fills && { [kind.fills]: p.data[kind.field] }),
})

function shown({ book, paper }: OpenBook, { words }: Asking, p: Case): EarlierPaper {
  const pages = p.data[book.pages]
  return {
    id: p.id,
    title: titleOf(paper, p, words.language),
    day: String(p.data[book.day] ?? ''),
    trust: fieldText(paper, book.trust, p.data[book.trust], words, true),
    unitName: words.unitName(p.unit),
    pages: Array.isArray(pages) ? pages.length : 0,
  }
}

/** Every reason why it may not stand in: another kind than what is asked for, and what its own flags say. */
function reasonsOf({ paper }: OpenBook, { scope, words }: Asking, ask: AskedPaper, p: Case): string[] {
  const named = label(paper, words.language)
  const flags = dueOf(paper, p, scope).flags.map(flag => named.flag(flag))
  const other = ask.kind.of.includes(String(p.data[ask.kind.field]))
    ? []
    : [coreText(words.language, 'archive.otherKind')]
  const reasons = [...other, ...flags]
  return reasons.length ? reasons : [coreText(words.language, 'archive.notUsable')]
}
