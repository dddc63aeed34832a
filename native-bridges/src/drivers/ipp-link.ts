import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { DeviceError } from '../driver.ts'
import { cancelled } from '../waiting.ts'
import { type IppAnswer, readIpp } from './ipp-message.ts'

/** Where a printer or a queue takes IPP: `ipp`, `ipps`, `http` or `https`; 631 when the address names no port. */
export interface IppEndpoint {
  uri: string
  /**
   * SHA-256 of the printer's own certificate, in hex. Printers sign theirs themselves; without this a certificate must be
   * one that the machine trusts.
   */
  fingerprint?: string
}

/** Milliseconds. */
export interface IppTimes {
  /** For the connection, and without a byte of an answer. */
  patience: number
  /** Without a byte while the printer takes a document. */
  document: number
}

/** An answer is some tens of kilobytes, from a printer that lists everything it can. */
const LONGEST = 4 * 1024 * 1024

/** Whether an exchange that failed may have reached the printer. */
export const REACHED = 'reached'

/**
 * One exchange with a printer: a request, and the document after it if there is one, over a connection of its own. Nothing
 * is repeated.
 * @throws {DeviceError} `cancelled`; `absent` when nobody answers, with the fact `reached` when the request had been sent;
 * `auth` for a refusal, or for a certificate that is not the printer's, with the fact `fingerprint` of the one that it
 * shows or `certificate`, why nobody vouches for it; `protocol` for what is no answer.
 */
export async function ippExchange(
  at: IppEndpoint,
  message: Uint8Array,
  { patience, signal }: { patience: number; signal: AbortSignal },
): Promise<IppAnswer> {
  const url = urlOf(at.uri)
  const socket = await connected(url, at.fingerprint, patience, signal)
  try {
    const bytes = await posted(url, socket, message, patience, signal)
    return readIpp(bytes)
  } finally {
    socket.destroy()
  }
}

interface IppUrl {
  host: string
  port: number
  path: string
  secure: boolean
}

/** @throws {DeviceError} `protocol` for an address that is none. */
export function urlOf(uri: string): IppUrl {
  const url = URL.parse(uri.replace(/^ipp/, 'http'))
  if (!url || !/^https?:$/.test(url.protocol)) throw new DeviceError('protocol', 'the address is no IPP address')
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // RFC 3510: 631 for ipp, also where the scheme of HTTP would mean another one that it leaves out.
  const named = /^\w+:\/\/[^/]*:(\d+)(\/|$)/.exec(uri)?.[1]
  const port = named ? Number(named) : /^http/.test(uri) ? (secure ? 443 : 80) : 631
  return { host, port, path: url.pathname + url.search, secure }
}

function connected(
  { host, port, secure }: IppUrl,
  fingerprint: string | undefined,
  patience: number,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(cancelled())
    const socket: Socket | TLSSocket = secure
      ? connectTls({
          host,
          port,
          ...(/^[\d.:]+$/.test(host) ? {} : { servername: host }),
          rejectUnauthorized: !fingerprint,
        })
      : connect({ host, port })
    const timer = setTimeout(() => fail(new DeviceError('absent', 'no connection in time')), patience)
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    }
    const fail = (error: DeviceError) => {
      end()
      socket.destroy()
      reject(error)
    }
    const stop = () => fail(cancelled())
    signal.addEventListener('abort', stop, { once: true })
    // Kept after the connection, too: an error without a listener ends the process.
    socket.on('error', error => fail(connectFault(error)))
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      if (fingerprint && 'getPeerCertificate' in socket && !same(socket, fingerprint))
        return fail(otherCertificate(socket))
      end()
      resolve(socket)
    })
  })
}

const same = (socket: TLSSocket, fingerprint: string) =>
  bare(socket.getPeerCertificate().fingerprint256 ?? '') === bare(fingerprint)
function otherCertificate(socket: TLSSocket): DeviceError {
  const fingerprint = socket.getPeerCertificate().fingerprint256 ?? ''
  return new DeviceError('auth', 'the certificate is another one than the printer had', { fingerprint })
}
const bare = (fingerprint: string) => fingerprint.replaceAll(':', '').toLowerCase()

function connectFault(error: Error & { code?: string }): DeviceError {
  const certificate = /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/.test(error.code ?? '')
  const [fault, facts] = certificate ? (['auth', { certificate: error.code! }] as const) : (['absent', {}] as const)
  return new DeviceError(fault, error.code ?? error.message, facts)
}

function posted(
  { host, port, path }: IppUrl,
  socket: Socket,
  message: Uint8Array,
  patience: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/ipp', 'content-length': message.length, host: `${host}:${port}` }
    const request = httpRequest({ method: 'POST', path, headers, createConnection: () => socket })
    const fail = (error: DeviceError) => {
      signal.removeEventListener('abort', stop)
      request.destroy()
      reject(error)
    }
    const stop = () => fail(cancelled())
    const gone = (why: string) => fail(new DeviceError('absent', why, { [REACHED]: 1 }))
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    socket.setTimeout(patience, () => gone(`no answer in ${patience} ms`))
    request.on('error', (error: Error & { code?: string }) =>
      /^HPE_/.test(error.code ?? '') ? fail(noPrinter(error.message, 0)) : gone(error.message),
    )
    request.on('response', response => {
      collected(response).then(bytes => {
        signal.removeEventListener('abort', stop)
        resolve(bytes)
      }, fail)
    })
    request.end(message)
  })
}

/** What answers there is something else than a printer; with what it said of itself, as the fact `http`. */
const noPrinter = (detail: string, http: number) => new DeviceError('protocol', detail, { http })

async function collected(response: IncomingMessage): Promise<Uint8Array> {
  const status = response.statusCode ?? 0
  if (status !== 200) {
    response.destroy()
    if (status === 401 || status === 403 || status === 426) throw new DeviceError('auth', `HTTP ${status}`)
    throw status >= 500 ? new DeviceError('broken', `HTTP ${status}`) : noPrinter(`HTTP ${status}`, status)
  }
  const type = response.headers['content-type'] ?? 'application/ipp'
  if (!type.startsWith('application/ipp')) {
    response.destroy()
    throw noPrinter(`it answers ${type.slice(0, 60)}`, status)
  }
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for await (const part of response) {
      length += (part as Uint8Array).length
      if (length > LONGEST) throw new DeviceError('protocol', 'the answer does not end')
      parts.push(part as Uint8Array)
    }
  } catch (error) {
    throw error instanceof DeviceError ? error : new DeviceError('absent', String(error), { [REACHED]: 1 })
  }
  return Buffer.concat(parts)
}
