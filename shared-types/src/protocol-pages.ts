import type { RecognisedLine } from './model/recognised.ts'

/** `PUT /api/pages/:hash/text`, from the station that sent the page: what was read from it, in the place of what was before. */
export interface PageTextRequest {
  lines: readonly RecognisedLine[]
}

/** `POST /api/pages/search`: pages whose text has every word of `text`, newest first, of what the asking person may read. */
export interface PageSearchRequest {
  text: string
  /** One of the person's posts; their first unless told. */
  post?: string
  /** The `at` of the last hit of the answer before. */
  after?: number
}

export interface PageHit {
  hash: string
  /** The case that names the page; the newest of several. */
  caseId: string
  type: string
  /** The place in the order. */
  at: number
  /** What stands around the words, with every person's number in it covered. */
  excerpt: string
}

export interface PageSearchAnswer {
  hits: PageHit[]
  more: boolean
}

/** Hits of one answer, lines of a page and characters of a line: more than any page has. */
export const PAGE_HITS = 50
export const PAGE_LINES = 2000
export const LINE_LENGTH = 2000
