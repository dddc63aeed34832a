import { once } from 'node:events'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import { isIP, connect as netConnect } from 'node:net'
import { type TLSSocket, connect as tlsConnect } from 'node:tls'
import { DeviceError } from '../driver.ts'
import { cancelled } from '../waiting.ts'

/** Where an eSCL scanner answers. */
export interface EsclAddress {
  /** Such as `http://192.0.2.7:80/eSCL`. */
  url: string
  /** SHA-256 of the certificate that an administrator took for this scanner's; else a public authority must vouch for it. */
  fingerprint?: string
}

export interface EsclAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface EsclRequest {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below the address's own path, or from `/` on. */
  path: string
  body?: string
  signal: AbortSignal
  /** Milliseconds without a byte after which it is given up; and bytes that may come back. */
  silence: number
  most: number
}

const CONNECT = 5000

/**
 * One request over a connection of its own: to this address and no other, redirections are not followed.
 * @throws {DeviceError} `absent` when nobody answers there, `auth` with the fact `fingerprint` when its certificate is not
 * the one that was taken, `broken` when it falls silent, `protocol` when more comes than may, `cancelled`
 */
export async function esclRequest(address: EsclAddress, asked: EsclRequest): Promise<EsclAnswer> {
  if (asked.signal.aborted) throw cancelled()
  const url = new URL(address.url)
  const opened: { socket?: Socket } = {}
  const stop = () => opened.socket?.destroy()
  asked.signal.addEventListener('abort', stop, { once: true })
  try {
    const socket = await connected(url, address, opened)
    return await exchanged(url, socket, asked)
  } catch (error) {
    if (asked.signal.aborted) throw cancelled()
    throw error instanceof DeviceError ? error : lost(error as NodeJS.ErrnoException)
  } finally {
    asked.signal.removeEventListener('abort', stop)
    stop()
  }
}

async function connected(url: URL, address: EsclAddress, opened: { socket?: Socket }): Promise<Socket> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const secure = url.protocol === 'https:'
  const to = { host, port: Number(url.port || (secure ? 443 : 80)) }
  // A scanner's own certificate is judged by its fingerprint, before anything is asked.
  const socket = secure
    ? tlsConnect({ ...to, rejectUnauthorized: false, ...(isIP(host) === 0 && { servername: host }) })
    : netConnect(to)
  opened.socket = socket
  const timer = setTimeout(() => socket.destroy(new Error('nobody took the connection')), CONNECT)
  try {
    await once(socket, secure ? 'secureConnect' : 'connect')
  } catch (cause) {
    throw new DeviceError('absent', (cause as Error).message, {}, { cause })
  } finally {
    clearTimeout(timer)
  }
  socket.on('error', () => undefined)
  if (secure) judge(socket as TLSSocket, address)
  return socket
}

function judge(socket: TLSSocket, { fingerprint }: EsclAddress): void {
  const shown = socket.getPeerCertificate().fingerprint256 ?? ''
  if (fingerprint ? shown === fingerprint : socket.authorized) return
  const why = fingerprint ? 'its certificate is another one' : String(socket.authorizationError)
  throw new DeviceError('auth', why, { fingerprint: shown })
}

function exchanged(url: URL, socket: Socket, asked: EsclRequest): Promise<EsclAnswer> {
  const { method, body, silence, most } = asked
  const path = asked.path.startsWith('/') ? asked.path : `${url.pathname.replace(/\/$/, '')}/${asked.path}`
  return new Promise((resolve, reject) => {
    const headers = {
      host: url.host,
      connection: 'close',
      ...(body !== undefined && { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) }),
    }
    const request = httpRequest({ method, path, headers, createConnection: () => socket })
    socket.setTimeout(silence, () => socket.destroy(new DeviceError('broken', `silent for ${silence} ms`)))
    socket.once('error', reject)
    socket.once('close', () => reject(new DeviceError('broken', 'it ended the connection in the middle')))
    request.once('error', reject)
    request.once('response', response => {
      const parts: Buffer[] = []
      let length = 0
      response.on('data', (part: Buffer) => {
        length += part.length
        if (length > most) socket.destroy(new DeviceError('protocol', `more than ${most} bytes came`))
        else parts.push(part)
      })
      response.once('error', reject)
      response.once('end', () => {
        if (!response.complete) return reject(new DeviceError('broken', 'half an answer came'))
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) })
      })
    })
    request.end(body)
  })
}

function lost(error: NodeJS.ErrnoException): DeviceError {
  if (error.code?.startsWith('HPE_')) return new DeviceError('protocol', error.message, { http: 0 }, { cause: error })
  return new DeviceError('broken', error.message, {}, { cause: error })
}
