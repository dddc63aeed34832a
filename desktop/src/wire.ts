import type { ApiFailure, Notice } from './api.ts'

/** The path of the api's WebSocket in the browser shell. */
export const API_PATH = '/api'

/**
 * The browser offers two WebSocket subprotocols: this name, and behind it the one-time token of its address, so that the
 * token stands in no URL of a request and in no log. The shell answers with this name alone. A token is good for one
 * connection, whose first frame is a session secret: that is what the browser offers from then on.
 */
export const SUBPROTOCOL = 'chuangtai'

/** Close code for a token that the shell does not know (RFC 6455 7.4.2, private use): asking again is of no use. */
export const UNKNOWN_TOKEN = 4401

/** What the screen sends. `id` is its own and comes back with the answer. */
export interface Request {
  id: number
  name: string
  args: unknown
}

/**
 * What the core sends. An answer without a value has neither `answer` nor `failure`. `session` replaces the one-time
 * token that the connection was opened with.
 */
export type Reply = { id: number; answer?: unknown; failure?: ApiFailure } | { notice: Notice } | { session: string }

const BYTES = /^\$+bytes$/

/** A frame as JSON text. Bytes anywhere in it become `{"$bytes": "<base64>"}`; a name that looks so gets one `$` more. */
export function encode(frame: Request | Reply): string {
  return JSON.stringify(lower(frame))
}

/** The frame that `encode` made. Throws a SyntaxError for what is no JSON, or no base64 where bytes are. */
export function decode(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => raise(value))
}

function lower(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: toBase64(value) }
  if (Array.isArray(value)) return value.map(lower)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [BYTES.test(name) ? `$${name}` : name, lower(v)]))
}

function raise(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  if (entries.length === 1 && entries[0]![0] === '$bytes') return fromBase64(String(entries[0]![1]))
  if (!entries.some(([name]) => BYTES.test(name))) return value
  return Object.fromEntries(entries.map(([name, v]) => [BYTES.test(name) ? name.slice(1) : name, v]))
}

function toBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)))
  return btoa(parts.join(''))
}

function fromBase64(text: string): Uint8Array {
  let binary: string
  try {
    binary = atob(text)
  } catch {
    throw new SyntaxError('bytes that are no base64')
  }
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
  return bytes
}
