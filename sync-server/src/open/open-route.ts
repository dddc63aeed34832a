import type { z } from 'zod'
import type { OpenScope } from '../../../shared-types/src/model/open-scope.ts'
import type { Parts } from '../route.ts'
import type { AppAsk } from './app-ask.ts'
import { OpenRefusal } from './problem.ts'
import type { OpenLine } from './spend.ts'

/** The bytes of a file, in place of an answer in JSON. */
export interface FileAnswer {
  hash: string
  mime: string
  size: number
}

/** Counts and writes down what is asked; nothing is answered without it. */
export type Recording = (line: Omit<OpenLine, 'act'>) => Promise<void>

/**
 * One thing that apps may ask. All of it is asked by POST, for what is asked names people, and addresses are written into
 * logs on the way. Its description in the document is made of the same schemas that parse it.
 */
export interface OpenRoute {
  /** Below `/open`, with its version. */
  path: string
  /** Its name in the document, in the word files, and behind `open-` as an act of the log. */
  name: string
  /** One of these is needed. */
  scopes: readonly OpenScope[]
  request: z.ZodType
  /** Undefined where a file is answered. */
  answer?: z.ZodType
  handle(parts: Parts, ask: AppAsk, body: unknown, record: Recording): Promise<unknown>
}

/** Joins a handler with the schemas of what it is asked and what it answers. */
export const openRoute = <Q, A>(
  route: Pick<OpenRoute, 'path' | 'name' | 'scopes'> & {
    request: z.ZodType<Q>
    answer: z.ZodType<A>
    handle(parts: Parts, ask: AppAsk, asked: Q, record: Recording): Promise<A>
  },
): OpenRoute => ({
  ...route,
  handle: (parts, ask, body, record) => route.handle(parts, ask, read(route.request, body), record),
})

/** The same for one that answers a file. */
export const openFileRoute = <Q>(
  route: Pick<OpenRoute, 'path' | 'name' | 'scopes'> & {
    request: z.ZodType<Q>
    handle(parts: Parts, ask: AppAsk, asked: Q, record: Recording): Promise<FileAnswer>
  },
): OpenRoute => ({
  ...route,
  handle: (parts, ask, body, record) => route.handle(parts, ask, read(route.request, body), record),
})

/** @throws OpenRefusal `request` with the part that is wrong, of which nothing is repeated */
function read<Q>(schema: z.ZodType<Q>, body: unknown): Q {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const path = result.error.issues[0]?.path ?? []
  throw new OpenRefusal('request', { pointer: `#${path.map(part => `/${String(part)}`).join('')}` })
}
