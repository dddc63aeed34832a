import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type RequestHandler, type Response } from 'express'
import { Refusal } from './refusal.ts'

/** Bytes of a JSON body where a route does not say more. */
const SMALL = 128 * 1024
/** Objects and lists within each other in one body. What honest windows send is ten deep. */
const DEPTH = 64
/** Milliseconds in which a JSON body must be here: windows give up after a minute themselves. */
const WHOLE = 60_000
/** A body that is read as a stream must bring so many bytes in each of these spans of ms. */
const SPAN = 30_000
const LEAST = 8 * 1024

/** Reads a body as JSON in UTF-8 of at most `most` bytes, and notes its hash for the comparison with what was signed. */
export function jsonBody(most = SMALL): RequestHandler[] {
  return [
    (req, res, next) => {
      if (Number(req.headers['content-length'] ?? 0) > most) throw new Refusal(413, 'too-large')
      const late = setTimeout(() => cut(req), WHOLE)
      req.once('end', () => clearTimeout(late))
      res.once('close', () => clearTimeout(late))
      next()
    },
    express.json({ limit: most, strict: true, inflate: false, verify: looked }),
  ]
}

/** Cuts a request whose body comes too slowly to be meant, while its handler reads it. */
export const pacedBody: RequestHandler = (req, res, next) => {
  if (!req.headers['content-length'] && !req.headers['transfer-encoding']) return next()
  const state = { bytes: req.socket.bytesRead }
  const watch = setInterval(() => {
    const came = req.socket.bytesRead - state.bytes
    state.bytes = req.socket.bytesRead
    if (came < LEAST) cut(req)
  }, SPAN)
  const end = () => clearInterval(watch)
  req.once('end', end)
  res.once('close', end)
  next()
}

const cut = (req: IncomingMessage) => req.destroy(new Refusal(408, 'bad-request', 'time'))

/** Milliseconds that the rest of an answered request is read and thrown away, so that its sender hears the answer. */
const LINGER = 10_000

/** Whoever has been answered and goes on sending is cut off. */
export function lingering(req: IncomingMessage): void {
  if (req.complete) return
  const late = setTimeout(() => req.socket.destroy(), LINGER).unref()
  req.once('close', () => clearTimeout(late))
}

/** Looks at the bytes before they are parsed. What is thrown carries a type of body-parser's, which is answered as such. */
function looked(_req: IncomingMessage, res: ServerResponse, body: Buffer, encoding: string): void {
  if (encoding !== 'utf-8' || !isUtf8(body))
    throw Object.assign(new Error('encoding'), { type: 'encoding.unsupported' })
  if (!isShallow(body, DEPTH)) throw Object.assign(new Error('depth'), { type: 'entity.depth' })
  ;(res as Response).locals.bodyHash = createHash('sha256').update(body).digest('hex')
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Whether JSON text nests at most so deep, by its brackets alone: bytes above 0x7f are never one of them. */
export function isShallow(body: Uint8Array, most: number): boolean {
  let depth = 0
  let text = false
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]
    if (text) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) text = false
    } else if (byte === QUOTE) text = true
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > most) return false
    } else if (byte === 0x5d || byte === 0x7d) depth--
  }
  return true
}
