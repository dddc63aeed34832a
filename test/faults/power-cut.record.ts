/** Records every write and every sync of a window's database, by strace, in the order in which the kernel saw them. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Ack, PowerCutOrder } from './power-cut.window.ts'

/** One thing that the kernel was asked to do to a file, named by its last part; or what the core had said by then. */
export type Op =
  | { kind: 'write'; file: string; at: number; bytes: Buffer }
  | { kind: 'truncate'; file: string; size: number }
  | { kind: 'sync'; file: string }
  | { kind: 'unlink'; file: string }
  | { kind: 'ack'; ack: Ack }

const WINDOW = join(import.meta.dirname, 'power-cut.window.ts')
const CALLS = 'pwrite64,write,writev,pwritev,ftruncate,fsync,fdatasync,unlink,fallocate,rename'

/** Why writes cannot be recorded on this machine, undefined where they can. */
export function whyNotRecorded(): string | undefined {
  const tried = spawnSync('strace', ['-o', '/dev/null', process.execPath, '-e', '0'])
  if (tried.error) return 'strace is not installed'
  return tried.status === 0 ? undefined : `strace may not trace here: ${tried.stderr.toString().trim()}`
}

/** Lets a window work in `order.folder` and answers what it wrote there. */
export async function record(order: PowerCutOrder): Promise<Op[]> {
  const log = `${order.acks}.strace`
  const watched = ['window.sqlite', 'window.sqlite-wal', 'window.sqlite-journal'].map(n => join(order.folder, n))
  const paths = [...watched, order.acks].flatMap(p => ['-P', p])
  // Every byte as \xNN, none cut off; the file of each descriptor beside it.
  const args = ['-f', '-qq', '-y', '-xx', '-s', '1000000', '-e', `trace=${CALLS}`, ...paths, '-o', log]
  const child = spawn('strace', [...args, process.execPath, WINDOW, JSON.stringify(order)], {
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  const told: string[] = []
  child.stderr.on('data', part => told.push(String(part)))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`The recorded window ended with ${code}: ${told.join('')}`)
  const ops = await parsed(log, order.acks)
  await rm(log)
  return ops
}

async function parsed(log: string, acks: string): Promise<Op[]> {
  const ops: Op[] = []
  /** Calls that another thread interrupted on paper, by the thread that made them. */
  const begun = new Map<string, string>()
  for await (const line of createInterface({ input: createReadStream(log) })) {
    const [, thread = '', text = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    if (text.endsWith('<unfinished ...>')) begun.set(thread, text.slice(0, -'<unfinished ...>'.length))
    else {
      const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text)
      const whole = resumed ? `${begun.get(thread)}${resumed[1]}` : text
      const op = opOf(whole, acks)
      if (op) ops.push(op)
    }
  }
  return ops
}

const bytesOf = (hex: string) => Buffer.from(hex.replaceAll('\\x', ''), 'hex')

/** @throws on any call that this does not know how to replay: a gap would make the cuts kinder than a real one. */
function opOf(call: string, acks: string): Op | undefined {
  const result = / = (-?\d+)/.exec(call.slice(call.lastIndexOf(')')))?.[1]
  if (result === undefined || Number(result) < 0) return undefined
  const [, name = '', rest = ''] = /^(\w+)\((.*)$/.exec(call) ?? []
  const file = nameOf(rest)
  if (name === 'write' && acks.endsWith(`/${file}`))
    return { kind: 'ack', ack: JSON.parse(bytesOf(quotedIn(rest)).toString()) as Ack }
  if (name === 'pwrite64') {
    const at = Number(/, (\d+)\) +=/.exec(rest)![1])
    return { kind: 'write', file, at, bytes: bytesOf(quotedIn(rest)).subarray(0, Number(result)) }
  }
  if (name === 'ftruncate') return { kind: 'truncate', file, size: Number(/, (\d+)\) +=/.exec(rest)![1]) }
  if (name === 'fsync' || name === 'fdatasync') return { kind: 'sync', file }
  if (name === 'unlink') return { kind: 'unlink', file: bytesOf(quotedIn(rest)).toString().split('/').at(-1)! }
  throw new Error(`What ${name} did cannot be replayed`)
}

const quotedIn = (rest: string) => rest.slice(rest.indexOf('"') + 1, rest.lastIndexOf('"'))

/** The file behind a descriptor, which strace writes as `25<\x2f…>`. */
const nameOf = (rest: string) =>
  bytesOf(/^\d+<([^>]*)>/.exec(rest)?.[1] ?? '')
    .toString()
    .split('/')
    .at(-1)!
