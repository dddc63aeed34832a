import { coverNumbers } from '../../../shared-types/src/engine/cover.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { excerptOf, type TextQuestion, textQuestion } from '../../../shared-types/src/engine/text-search.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { PageFound, PageSearch } from '../api/archive.ts'
import type { Asking } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import { namingOf } from './case-pages.ts'
import type { Desk } from './desk.ts'
import { maySee } from './file-rights.ts'
import type { TextHit } from './page-texts.ts'
import { ServerRefusal, ServerUnreachable } from './server-fault.ts'

/** Hits of one look here. */
const LIMIT = 50

/**
 * Papers whose text has every word that was typed: what this window has read itself, and with the line what the centre
 * has, each as far as the person may read a case that names the page. The log says who searched and how much was found,
 * never for what.
 * @throws CallRefusal when what was typed is too short to be looked for
 */
export async function searchedPages(desk: Desk, who: Asking, text: string): Promise<PageSearch> {
  const question = textQuestion(text)
  if (!question) throw new CallRefusal('arguments', 'archive.tooShort')
  await desk.projection.followed().catch(() => undefined)
  const here = await foundHere(desk, who, question)
  const there = await foundThere(desk, who, text)
  const known = new Set(here.map(hit => hit.hash))
  await desk.audit(who.user, 'search-text', 'pages', { hits: String(here.length) })
  return {
    hits: [...here, ...(there?.hits ?? []).filter(hit => !known.has(hit.hash))],
    centre: there !== undefined,
    more: here.length >= LIMIT || there?.more === true,
  }
}

async function foundHere(desk: Desk, who: Asking, question: TextQuestion): Promise<PageFound[]> {
  const naming = new Map<string, Case>()
  const hits = await desk.pageTexts.search(question, {
    limit: LIMIT,
    allowed: found => allowedOf(desk, who, found, naming),
  })
  return hits.map(({ hash }) => {
    const lines = desk.pageTexts.get(hash)?.lines ?? []
    const excerpt = excerptOf(coverNumbers(lines.map(line => line.text).join('\n')), question)
    return { ...caseOf(desk, who, naming.get(hash)!), hash, excerpt }
  })
}

/** Those pages that a case names which the person may read, in a field that they see. */
async function allowedOf(
  desk: Desk,
  who: Asking,
  found: readonly TextHit[],
  naming: Map<string, Case>,
): Promise<TextHit[]> {
  const named = found.map(hit => ({ hit, by: namingOf(desk.projection.db, hit.hash) }))
  const cases = await desk.projection.cases.get([...new Set(named.flatMap(({ by }) => by.map(n => n.id)))])
  return named.flatMap(({ hit, by }) => {
    const own = by.find(({ id, field }) => {
      const c = cases.get(id)
      return c !== undefined && maySee(desk, who, c, field)
    })
    if (own) naming.set(hit.hash, cases.get(own.id)!)
    return own ? [hit] : []
  })
}

async function foundThere(
  desk: Desk,
  who: Asking,
  text: string,
): Promise<{ hits: PageFound[]; more: boolean } | undefined> {
  const answer = await desk.server.searchPages({ text, post: who.user.post }).catch(unlessAway)
  if (!answer) return undefined
  const cases = await desk.projection.cases.get([...new Set(answer.hits.map(hit => hit.caseId))])
  const hits = answer.hits.map(({ hash, caseId, type, excerpt }) => {
    const c = cases.get(caseId)
    const kind = desk.kinds.get(type)
    const title = kind ? label(kind, who.words.language).record : type
    return c ? { ...caseOf(desk, who, c), hash, excerpt } : { hash, excerpt, title }
  })
  return { hits, more: answer.more }
}

/** Without the line, and at a centre that knows nothing of pages, what is here has to do. */
function unlessAway(error: unknown): undefined {
  if (error instanceof ServerUnreachable || error instanceof ServerRefusal) return undefined
  throw error
}

function caseOf(desk: Desk, { words }: Asking, c: Case): Pick<PageFound, 'caseId' | 'title' | 'unitName'> {
  return {
    caseId: c.id,
    title: titleOf(kindOf(desk.kinds, c.type), c, words.language),
    unitName: words.unitName(c.unit),
  }
}
