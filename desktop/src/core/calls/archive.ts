import { blank } from '../../../../shared-types/src/engine/screen.ts'
import { askedPapers } from '../asked-papers.ts'
import { asking, readableKind } from '../asking.ts'
import { casePack } from '../case-pack.ts'
import type { Desk } from '../desk.ts'
import { searchedPages } from '../page-search.ts'
import { paperCopy } from '../paper-copy.ts'
import { previewed, withPatch } from '../previewed.ts'
import type { Handlers } from './handlers.ts'

type Own = 'archive.asked' | 'archive.copy' | 'archive.search' | 'archive.pack'

/** Papers that people handed in once: what need not be brought again, and copies of them. */
export function archiveCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    'archive.asked': async ({ type, id, patch }, client) => {
      const who = asking(desk, client)
      const kind = readableKind(desk, who, type)
      const before = await previewed(desk, who, kind, id)
      const c = withPatch(kind, before ?? blank(kind, id, who.scope, desk.clock.now()), patch)
      return askedPapers(desk, who, kind, c)
    },
    'archive.search': ({ text }, client) => searchedPages(desk, asking(desk, client), text),
    'archive.pack': ({ id }, client) => casePack(desk, asking(desk, client), id),
    'archive.copy': ({ id }, client) => paperCopy(desk, asking(desk, client), id),
  }
}
