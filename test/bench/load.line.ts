import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { bodyHash } from '../../desktop/src/core/request-signer.ts'
import { HEADERS, PROTOCOL } from '../../shared-types/src/protocol.ts'
import type { LoadWindow } from './load.world.ts'

/** One kept connection of a window to the server. */
export interface Line {
  /** Sends a request that `signed` wrote; answers the body of a 200. Throws for any other. One at a time. */
  ask(request: string): Promise<string>
  close(): void
}

export interface Question {
  method: 'GET' | 'POST'
  path: string
  session?: string
  body?: object
}

const END_OF_HEAD = '\r\n\r\n'

/**
 * Hundreds of windows are hundreds of machines: what it costs one to sign, and to read its answer, must not be taken from
 * the machine that is measured. So requests are signed beforehand, and all that is left to the generator is to write them
 * and to see where the answer ends.
 */
export async function signed(window: LoadWindow, address: string, question: Question): Promise<string> {
  const { method, session = '' } = question
  const url = new URL(question.path, address)
  const body = question.body ? JSON.stringify(question.body) : undefined
  const head = {
    host: url.host,
    [HEADERS.protocol]: String(PROTOCOL),
    ...(await window.signer.headers({ method, url, session, body: bodyHash(body) })),
    ...(body && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
  }
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`
}

export async function openLine(address: string): Promise<Line> {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  return {
    async ask(request) {
      const answer = answerFrom(socket)
      socket.write(request)
      const text = (await answer).toString('utf8')
      const body = text.slice(text.indexOf(END_OF_HEAD) + END_OF_HEAD.length)
      if (!text.startsWith('HTTP/1.1 200 ')) throw new Error(`${text.slice(0, text.indexOf('\r\n'))} ${body}`)
      return body
    },
    close: () => void socket.destroy(),
  }
}

function answerFrom(socket: Socket): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const parts: Buffer[] = []
  const state = { have: 0, length: 0 }
  const end = () => {
    socket.off('data', take).off('error', reject).off('close', broken)
  }
  const take = (part: Buffer) => {
    parts.push(part)
    state.have += part.length
    state.length ||= lengthOf(Buffer.concat(parts))
    if (state.length === 0 || state.have < state.length) return
    end()
    resolve(Buffer.concat(parts))
  }
  const broken = () => reject(new Error('The server closed the connection'))
  socket.on('data', take).once('error', reject).once('close', broken)
  return promise
}

/** Bytes of the whole answer; 0 as long as its head is not whole. */
function lengthOf(answer: Buffer): number {
  const end = answer.indexOf(END_OF_HEAD)
  if (end < 0) return 0
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(answer.toString('latin1', 0, end)) ?? []
  if (length === undefined) throw new Error('An answer without a length')
  return end + END_OF_HEAD.length + Number(length)
}
