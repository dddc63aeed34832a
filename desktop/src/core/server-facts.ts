import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type {
  FactAnswer,
  FactCountsAnswer,
  FactCountsRequest,
  FactDeletionAnswer,
  FactDeletionCount,
  FactDeletionRequest,
  FactExportRequest,
  FactImportedBefore,
  FactImportRequest,
  FactListAnswer,
  FactListRequest,
  FactRefusedRow,
} from '../../../shared-types/src/protocol-facts.ts'
import { pathSegment } from './path-segment.ts'
import { posted, type ServerRequests } from './server-request.ts'

/** Rows in bulk, which the centre alone holds. */
export interface FactRequests {
  facts(type: string, post: string): Promise<FactAnswer>
  factList(ask: FactListRequest): Promise<FactListAnswer>
  factCounts(ask: FactCountsRequest): Promise<FactCountsAnswer>
  openFactImport(ask: FactImportRequest): Promise<{ id: number }>
  /** The next piece of a file; answers how many bytes of it are there. */
  putFactPiece(id: number, at: number, bytes: Uint8Array): Promise<{ size: number }>
  /** Answers when and by whom the same file was brought before, and then it is not taken. */
  beginFactImport(id: number): Promise<{ before?: FactImportedBefore }>
  cancelFactImport(id: number): Promise<void>
  refusedFacts(id: number): Promise<FactRefusedRow[]>
  countFactDeletion(ask: FactDeletionRequest): Promise<FactDeletionCount>
  /** Deletes for a while; whoever asks goes on as long as there is more. */
  deleteFacts(ask: FactDeletionRequest & { purpose: string }): Promise<FactDeletionAnswer>
  /** The file as it comes. */
  exportFacts(ask: FactExportRequest): Promise<ReadableStream<Uint8Array>>
}

const LONG = 120_000
const LONGEST = 30 * 60_000
const PATH = ROUTES.facts

export const factRequests = ({ get, read, request, send }: ServerRequests): FactRequests => ({
  facts: (type, post) => get(`${PATH}/${pathSegment(type)}?post=${encodeURIComponent(post)}`, LONG),
  factList: ask => send('POST', `${PATH}/list`, ask, LONG),
  factCounts: ask => send('POST', `${PATH}/counts`, ask, LONG),
  openFactImport: ask => send('POST', `${PATH}/imports`, ask),
  putFactPiece: async (id, at, bytes) =>
    read(
      await request(
        `${PATH}/imports/${id}/${at}`,
        {
          method: 'PUT',
          headers: { 'content-type': 'application/octet-stream' },
          body: bytes as Uint8Array<ArrayBuffer>,
        },
        LONG,
      ),
    ),
  beginFactImport: id => send('POST', `${PATH}/imports/${id}/begin`, {}, LONG),
  cancelFactImport: async id => void (await send('POST', `${PATH}/imports/${id}/cancel`, {})),
  refusedFacts: async id => (await get<{ rows: FactRefusedRow[] }>(`${PATH}/imports/${id}/refused`, LONG)).rows,
  countFactDeletion: ask => send('POST', `${PATH}/deletions/count`, ask, LONG),
  deleteFacts: ask => send('POST', `${PATH}/deletions`, ask, LONG),
  exportFacts: async ask => (await request(`${PATH}/export`, posted(ask), LONGEST)).body!,
})
