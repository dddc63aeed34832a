import { z } from 'zod'
import { textQuestion } from '../../../shared-types/src/engine/text-search.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import { LINE_LENGTH, PAGE_LINES, type PageSearchAnswer } from '../../../shared-types/src/protocol-pages.ts'
import { audit, authorIn } from '../audit.ts'
import { searchPages } from '../page-search.ts'
import { putPageText } from '../page-texts.ts'
import { fileHash, parsed } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import type { Parts, PersonAsk, Route, StationAsk } from '../route.ts'

const share = z.number().min(0).max(1)
const corner = z.tuple([z.number().min(-100_000).max(100_000), z.number().min(-100_000).max(100_000)])
const textRequest = z.object({
  lines: z
    .array(z.object({ text: z.string().min(1).max(LINE_LENGTH), confidence: share, polygon: z.array(corner).max(16) }))
    .max(PAGE_LINES),
})
const searchRequest = z.object({
  text: z.string().max(200),
  post: z.string().min(1).max(60).optional(),
  after: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
})

/** Bytes of what was read from one page. */
const MOST = 2_000_000

/** What was read from pages, and the search in it. */
export const pageRoutes: readonly Route[] = [
  { method: 'put', path: `${ROUTES.pages}/:hash/text`, needs: 'station', body: 'json', most: MOST, handle: putText },
  { method: 'post', path: `${ROUTES.pages}/search`, needs: 'person', body: 'json', handle: search },
]

/** Only the station that sent a page says what stands on it; of a page that is not here nobody does. */
async function putText({ store }: Parts, { req, station }: StationAsk): Promise<object> {
  const { hash } = parsed(fileHash, req.params)
  const { lines } = parsed(textRequest, req.body)
  await store.transaction(async ({ db }) => {
    const own = await db
      .selectFrom('file_stations')
      .innerJoin('files', 'files.hash', 'file_stations.hash')
      .select('files.hash')
      .where('file_stations.hash', '=', hash)
      .where('file_stations.station', '=', station.id)
      .executeTakeFirst()
    if (!own) throw new Refusal(404, 'not-found')
    await putPageText(db, hash, lines)
  })
  return {}
}

/** Who searched is in the log, with how much was found; what was searched for is not. */
async function search(parts: Parts, ask: PersonAsk): Promise<PageSearchAnswer> {
  const { text, ...asked } = parsed(searchRequest, ask.req.body)
  const question = textQuestion(text)
  if (!question) throw new Refusal(400, 'bad-request', 'text')
  const answer = await searchPages(parts, ask, question, asked)
  await noted(parts, ask, answer.hits.length)
  return answer
}

const noted = ({ store, now }: Parts, { signedIn, station }: PersonAsk, hits: number): Promise<void> =>
  store.transaction(turn =>
    audit(turn, { act: 'search-text', by: authorIn(signedIn), station: station.id, patch: { hits } }, now()),
  )
