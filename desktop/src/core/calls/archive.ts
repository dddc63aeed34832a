import { blank } from '../../../../shared-types/src/engine/screen.ts'
import type { AskedPapers } from '../../api/archive.ts'
import { askedPapers } from '../asked-papers.ts'
import { type Asking, asking, readableKind } from '../asking.ts'
import { casePack } from '../case-pack.ts'
import type { Desk } from '../desk.ts'
import { searchedPages } from '../page-search.ts'
import { paperBook } from '../paper-book.ts'
import { paperCopy } from '../paper-copy.ts'
import { previewed, withPatch } from '../previewed.ts'
import type { Handlers } from './handlers.ts'

type Own = 'archive.asked' | 'archive.copy' | 'archive.search' | 'archive.pack'

/** Papers that people handed in once: what need not be brought again, and copies of them. */
export function archiveCalls(desk: Desk): Pick<Handlers, Own> {
  /** Whose papers were shown last, and to whom: a form asks again with each change. */
  const last = { shown: '' }
  return {
    'archive.asked': async ({ type, id, patch }, client) => {
      const who = asking(desk, client)
      const kind = readableKind(desk, who, type)
      const before = await previewed(desk, who, kind, id)
      const c = withPatch(kind, before ?? blank(kind, id, who.scope, desk.clock.now()), patch)
      const answer = await askedPapers(desk, who, kind, c)
      await noteFirst(desk, who, answer, last)
      return answer
    },
    'archive.search': ({ text }, client) => searchedPages(desk, asking(desk, client), text),
    'archive.pack': ({ id }, client) => casePack(desk, asking(desk, client), id),
    'archive.copy': ({ id }, client) => paperCopy(desk, asking(desk, client), id),
  }
}

/** That somebody's earlier papers were shown to whoever typed their number, once for each person at the desk. */
async function noteFirst(desk: Desk, { user }: Asking, answer: readonly AskedPapers[], last: { shown: string }) {
  const [first] = answer.flatMap(asked => [...asked.usable, ...asked.hindered])
  const type = paperBook(desk.domains, desk.kinds)?.paper.type
  if (!first || !type || last.shown === `${user.id} ${first.id}`) return
  last.shown = `${user.id} ${first.id}`
  await desk.audit(user, 'look', first.id, { type })
}
