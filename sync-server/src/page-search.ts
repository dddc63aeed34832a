import { coverNumbers } from '../../shared-types/src/engine/cover.ts'
import { evaluate } from '../../shared-types/src/engine/evaluate.ts'
import { excerptOf, type TextQuestion } from '../../shared-types/src/engine/text-search.ts'
import type { Case } from '../../shared-types/src/model/case.ts'
import type { RecognisedLine } from '../../shared-types/src/model/recognised.ts'
import { PAGE_HITS, type PageHit, type PageSearchAnswer } from '../../shared-types/src/protocol-pages.ts'
import { sqlCaseStore } from '../../shared-types/src/store/sql-case-store.ts'
import type { ListRights } from './list-rights.ts'
import { type FoundText, lookForText } from './page-texts.ts'
import { Refusal } from './refusal.ts'
import type { Parts, PersonAsk } from './route.ts'
import { GROUND } from './scope.ts'

/** Looks of one request: whoever may read few of the pages that have the words asks for the next ones. */
const LOOKS = 20

/**
 * Pages whose text has the words, newest first, of the cases that the station is given and the post may read, in fields
 * that the post sees. A page that no such case names is as if it were not there.
 */
export async function searchPages(
  parts: Parts,
  ask: PersonAsk,
  question: TextQuestion,
  { post, after = Number.MAX_SAFE_INTEGER }: { post?: string | undefined; after?: number | undefined },
): Promise<PageSearchAnswer> {
  const { db } = parts.store
  const rights = rightsOf(parts, ask, post)
  const hits: PageHit[] = []
  let next: number | undefined = after
  for (let look = 0; look < LOOKS && next !== undefined && hits.length < PAGE_HITS; look++) {
    const { found, next: further }: Awaited<ReturnType<typeof lookForText>> = await lookForText(db, question, next)
    const naming = await readable(parts, rights, found)
    for (const text of found) {
      const c = naming.get(text.hash)
      if (c) hits.push({ hash: text.hash, caseId: c.id, type: c.type, at: text.at, excerpt: shown(text, question) })
    }
    next = further
  }
  return { hits: hits.slice(0, PAGE_HITS), more: next !== undefined || hits.length > PAGE_HITS }
}

function shown({ lines }: FoundText, question: TextQuestion): string {
  const read: RecognisedLine[] = JSON.parse(lines)
  return excerptOf(coverNumbers(read.map(line => line.text).join('\n')), question)
}

/** The rights of the post on each record type that it may read. @throws Refusal 403 for one that reads none */
function rightsOf(parts: Parts, ask: PersonAsk, post: string | undefined): Map<string, ListRights> {
  const rights = [...parts.kinds.keys()].flatMap((type): [string, ListRights][] => {
    const own = oneOf(parts, ask, type, post)
    return own ? [[type, own]] : []
  })
  if (rights.length === 0) throw new Refusal(403, 'forbidden')
  return new Map(rights)
}

function oneOf(parts: Parts, ask: PersonAsk, type: string, post: string | undefined): ListRights | undefined {
  try {
    return parts.listRights(ask, { type, post })
  } catch (error) {
    if (error instanceof Refusal && error.status === 403) return undefined
    throw error
  }
}

/** For each page the newest case that names it and may be read. */
async function readable(
  { store, kinds }: Parts,
  rights: ReadonlyMap<string, ListRights>,
  found: readonly FoundText[],
): Promise<Map<string, Case>> {
  if (found.length === 0) return new Map()
  const named = await store.db
    .selectFrom('case_files')
    .selectAll()
    .where(
      'hash',
      'in',
      found.map(({ hash }) => hash),
    )
    .execute()
  const cases = await sqlCaseStore(store.db, kinds).get([...new Set(named.map(row => row.case_id))])
  const newest = new Map<string, Case>()
  for (const { hash, case_id, field } of named) {
    const c = cases.get(case_id)
    const own = c && rights.get(c.type)
    if (!c || !own?.sees(field) || !evaluate(own.where, c, GROUND)) continue
    const before = newest.get(hash)
    if (!before || before.updatedAt < c.updatedAt) newest.set(hash, c)
  }
  return newest
}
