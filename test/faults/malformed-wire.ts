import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import type { Raw } from './malformed.ts'

/** What came back: status 0 when the connection was closed without a word. */
export interface Heard {
  status: number
  headers: Readonly<Record<string, unknown>>
  text: string
}

interface Sent {
  method: string
  path: string
  headers: Readonly<Record<string, string | string[]>>
  body: Buffer
}

/** ms */
const PATIENCE = 5_000

export const newAgent = () => new Agent({ keepAlive: true, maxSockets: 8 })

/** One request by Node's client, which keeps connections; a live stream is left after its head. */
export function asked(port: number, agent: Agent, { method, path, headers, body }: Sent): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const length = body.length && method !== 'GET' && method !== 'HEAD' ? { 'content-length': String(body.length) } : {}
    const sent = request(
      { host: '127.0.0.1', port, agent, method, path, headers: { ...headers, ...length }, timeout: PATIENCE },
      answer => {
        const heard = { status: answer.statusCode!, headers: answer.headers }
        if (String(answer.headers['content-type']).startsWith('text/event-stream')) {
          sent.destroy()
          return resolve({ ...heard, text: '' })
        }
        const parts: Buffer[] = []
        answer.on('data', part => parts.push(part))
        answer.on('end', () => resolve({ ...heard, text: Buffer.concat(parts).toString() }))
        answer.on('error', reject)
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('no answer')))
    sent.on('error', reject)
    sent.end('content-length' in length ? body : undefined)
  })
}

/** One request whose bytes are spoilt, on a connection of its own. */
export function rawAsked(port: number, sent: Sent, raw: Raw): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const parts: Buffer[] = []
    const done = () => {
      clearTimeout(late)
      socket.resetAndDestroy()
      resolve(heardIn(Buffer.concat(parts).toString('latin1')))
    }
    const late = setTimeout(done, PATIENCE)
    socket.on('data', part => {
      parts.push(part)
      if (isWhole(Buffer.concat(parts).toString('latin1'))) done()
    })
    socket.on('close', done)
    socket.on('error', error => ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED' ? reject(error) : undefined))
    socket.write(spoiltBytes(sent, raw))
    if (ENDS.has(raw)) socket.end()
  })
}

/** After these nothing more can come: a server that waited for it would wait for ever. */
const ENDS: ReadonlySet<Raw> = new Set<Raw>([
  'cut in the head',
  'cut in the body',
  'chunk without end',
  'rubbish',
  'two lengths',
])

function spoiltBytes({ method, path, headers, body }: Sent, raw: Raw): Buffer {
  const lines = Object.entries({ host: 'a', ...headers }).flatMap(([name, values]) =>
    [values].flat().map(value => `${name}: ${value}`),
  )
  const head = (first: string, more: readonly string[] = [], end = '\r\n') =>
    Buffer.from([first, ...lines, ...more, '', ''].join(end), 'latin1')
  const first = `${method} ${path} HTTP/1.1`
  const counted = `content-length: ${body.length}`
  const chunked = 'transfer-encoding: chunked'
  const hex = body.length.toString(16)
  const made: Record<Raw, () => Buffer[]> = {
    'chunk of no size': () => [head(first, [chunked]), Buffer.from('zz\r\n'), body],
    'chunk without end': () => [head(first, [chunked]), Buffer.from('ffffffffffffff\r\n'), body],
    'chunked and counted': () => [
      head(first, [chunked, counted]),
      Buffer.from(`${hex}\r\n`),
      body,
      Buffer.from('\r\n0\r\n\r\n'),
    ],
    'two lengths': () => [head(first, [counted, 'content-length: 1']), body],
    'negative length': () => [head(first, ['content-length: -5']), body],
    'cut in the head': () => [head(first).subarray(0, 60)],
    'cut in the body': () => [head(first, [`content-length: ${body.length + 100}`]), body],
    'folded header': () => [head(first, ['x-long: a\r\n b', counted]), body],
    'bare line feeds': () => [head(first, [counted], '\n'), body],
    'nul in the head': () => [head(first, ['x-nul: a\0b', counted]), body],
    'no such method': () => [head(`BREW ${path} HTTP/1.1`, [counted]), body],
    'no such version': () => [head(`${method} ${path} HTTP/9.9`, [counted]), body],
    'a second request of rubbish': () => [head(first, [counted]), body, Buffer.from('\x16\x03\x01 nothing\r\n\r\n')],
    rubbish: () => [Buffer.from([...body.subarray(0, 40), 0, 255, 13, 10, 13, 10])],
    'bytes in the path': () => [head(`${method} ${path}/\xe4\xb8\x96 HTTP/1.1`, [counted]), body],
  }
  return Buffer.concat(made[raw]())
}

function heardIn(text: string): Heard {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), headers: {}, text: rest.join('\r\n\r\n') }
}

function isWhole(text: string): boolean {
  const at = text.indexOf('\r\n\r\n')
  if (at < 0 || text.startsWith('HTTP/1.1 100')) return false
  const length = /^content-length: (\d+)/im.exec(text.slice(0, at))?.[1]
  return length === undefined
    ? /\r\n0\r\n\r\n$/.test(text) || /^content-type: text\/event/im.test(text)
    : text.length >= at + 4 + Number(length)
}
