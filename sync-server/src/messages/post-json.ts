import type { Outcome } from './gateway.ts'
import { pointedAt } from './json-pointer.ts'

interface Posting {
  url: string
  headers?: Readonly<Record<string, string>>
  body: string
  /** Seconds. */
  timeout: number
  /** What in the answer says that it was taken; without it a status of success does. */
  success?: { pointer: string; equals: string | number | boolean } | undefined
}

/** Bytes of an answer that are read. */
const ANSWER_MAX = 64 * 1024

/** Nothing was handed over: the connection never came to be. */
const NOT_REACHED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/
const BAD_CERTIFICATE = /^(CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+|ERR_TLS_CERT\w*|ERR_SSL_\w+|EPROTO)$/
/** A server in between did not hear whether the gateway took it. */
const ON_THE_WAY = new Set([502, 504])

/**
 * Posts JSON once and says whether it was taken. Redirections are not followed: the address is the configuration's. What
 * was written and not clearly answered is uncertain.
 */
export async function postJson({ url, headers = {}, body, timeout, success }: Posting): Promise<Outcome> {
  try {
    const signal = AbortSignal.timeout(timeout * 1000)
    const sent = { 'content-type': 'application/json; charset=utf-8', ...headers }
    const answer = await fetch(url, { method: 'POST', headers: sent, body, redirect: 'manual', signal })
    const text = await beginning(answer)
    if (ON_THE_WAY.has(answer.status)) return { is: 'uncertain', why: 'status', detail: String(answer.status) }
    if (!answer.ok) return { is: 'failed', why: 'status', detail: String(answer.status) }
    return success ? judged(text, success) : { is: 'sent' }
  } catch (error) {
    return brokenBy(error)
  }
}

/** What of an answer is read: a sender that never ends is left. */
export async function beginning({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body ?? []) {
    parts.push(part)
    size += part.length
    if (size > ANSWER_MAX) break
  }
  return Buffer.concat(parts).toString('utf8')
}

function judged(text: string, { pointer, equals }: NonNullable<Posting['success']>): Outcome {
  const said = pointedAt(parsedJson(text), pointer)
  if (said === equals) return { is: 'sent' }
  if (typeof said === 'object' || said === undefined) return { is: 'uncertain', why: 'unreadable' }
  return { is: 'failed', why: 'refused', detail: withoutNumbers(String(said)) }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An answer may repeat whom the message was for. */
const withoutNumbers = (text: string): string => text.replace(/\d{7,}/g, '…').slice(0, 80)

function brokenBy(error: unknown): Outcome {
  if (error instanceof Error && error.name === 'TimeoutError') return { is: 'uncertain', why: 'timeout' }
  const code = codeOf(error instanceof Error ? error.cause : undefined)
  if (NOT_REACHED.test(code)) return { is: 'failed', why: 'unreachable', detail: code }
  if (BAD_CERTIFICATE.test(code)) return { is: 'failed', why: 'certificate', detail: code }
  return { is: 'uncertain', why: 'broken' }
}

const codeOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
