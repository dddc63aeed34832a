import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What may happen to a request on its way. */
const PROXY_FAULTS = [
  'cut-before',
  'cut-request',
  'cut-after',
  'cut-answer',
  'truncated',
  'delayed',
  'twice',
  'again-later',
  'bad-gateway',
] as const
type ProxyFault = (typeof PROXY_FAULTS)[number]

export interface FaultProxy {
  /** Where windows find the centre through it: `http://127.0.0.1:port`. */
  address: string
  /** Of a hundred requests, how many meet a fault; 0 when everything is to go through. */
  faulty: number
  /** How often each fault struck. */
  struck: Partial<Record<ProxyFault, number>>
  /** Ends every connection, and the proxy. */
  stop(): Promise<void>
}

interface Answer {
  status: number
  headers: IncomingMessage['headers']
  body: Buffer
}

/**
 * A line to the centre that is as bad as the seed wants it: it cuts before, in and after a request and in an answer, delays
 * (which also lets one request overtake another), repeats, truncates, and answers 502 by itself. On the loopback only, and
 * gone with the process.
 */
export async function faultProxy(target: string, seed: number): Promise<FaultProxy> {
  const random = randomOf(seed)
  const later = new Set<Promise<unknown>>()
  const proxy = { faulty: 0, struck: {} } as FaultProxy
  const server = createServer((req, res) => {
    const fault = random() * 100 < proxy.faulty ? pick(random) : undefined
    if (fault) proxy.struck[fault] = (proxy.struck[fault] ?? 0) + 1
    const work = req.url?.startsWith('/api/sync/stream')
      ? streamed(target, req, res, fault && 50 + random() * 500)
      : passed(target, req, res, fault, 20 + random() * 200, late => later.add(late))
    work.catch(() => res.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return Object.assign(proxy, {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await Promise.allSettled(later)
    },
  })
}

const pick = (random: () => number): ProxyFault => PROXY_FAULTS[Math.floor(random() * PROXY_FAULTS.length)]!

/** Mulberry32: the same seed gives the same numbers from 0 up to 1. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

async function passed(
  target: string,
  req: IncomingMessage,
  res: ServerResponse,
  fault: ProxyFault | undefined,
  pause: number,
  hear: (late: Promise<unknown>) => void,
): Promise<void> {
  const body = await bytesOf(req)
  const ask = (part = body) => asked(target, req, part, part.length < body.length)
  if (fault === 'cut-before') return void res.destroy()
  if (fault === 'bad-gateway') return void res.writeHead(502).end('<html>Bad Gateway</html>')
  if (fault === 'cut-request') {
    await ask(body.subarray(0, body.length >> 1)).catch(() => undefined)
    return void res.destroy()
  }
  if (fault === 'delayed') await sleep(pause)
  const answer = await ask()
  if (fault === 'twice') await ask()
  if (fault === 'again-later') hear(sleep(pause).then(() => ask().catch(() => undefined)))
  if (fault === 'cut-after') return void res.destroy()
  reply(res, answer, fault)
}

function reply(res: ServerResponse, { status, headers, body }: Answer, fault: ProxyFault | undefined): void {
  const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...kept } = headers
  const half = body.subarray(0, body.length >> 1)
  if (fault === 'truncated') return void res.writeHead(status, kept).end(half)
  res.writeHead(status, { ...kept, 'content-length': body.length })
  if (fault === 'cut-answer') res.write(half, () => res.destroy())
  else res.end(body)
}

/** Asks the centre; `broken` sends less than was announced and hangs up. */
function asked(target: string, req: IncomingMessage, body: Buffer, broken: boolean): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { host: _, connection: __, ...headers } = req.headers
    const up = request(new URL(req.url!, target), { method: req.method!, headers, agent: false }, answer =>
      bytesOf(answer).then(
        bytes => resolve({ status: answer.statusCode!, headers: answer.headers, body: bytes }),
        reject,
      ),
    )
    up.on('error', reject)
    if (broken) up.write(body, () => up.destroy())
    else up.end(body)
  })
}

/** The live stream goes through as it comes; a faulty one breaks off after a while. */
async function streamed(target: string, req: IncomingMessage, res: ServerResponse, life: number | undefined) {
  const { host: _, connection: __, ...headers } = req.headers
  const up = request(new URL(req.url!, target), { headers, agent: false }, answer => {
    res.writeHead(answer.statusCode!, answer.headers)
    answer.pipe(res)
    answer.on('error', () => res.destroy())
  })
  up.on('error', () => res.destroy())
  res.on('close', () => up.destroy())
  up.end()
  if (life !== undefined) setTimeout(() => res.destroy(), life).unref()
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
