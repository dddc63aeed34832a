import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type { PageSearchAnswer, PageSearchRequest, PageTextRequest } from '../../../shared-types/src/protocol-pages.ts'
import { pathSegment } from './path-segment.ts'
import type { ServerRequests } from './server-request.ts'

/** What was read from pages, at the centre. */
export interface PageRequests {
  putPageText(hash: string, ask: PageTextRequest): Promise<void>
  searchPages(ask: PageSearchRequest): Promise<PageSearchAnswer>
}

export const pageRequests = ({ send }: ServerRequests): PageRequests => ({
  putPageText: async (hash, ask) => void (await send('PUT', `${ROUTES.pages}/${pathSegment(hash)}/text`, ask)),
  searchPages: ask => send('POST', `${ROUTES.pages}/search`, ask),
})
