import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { DeviceError } from '../driver.ts'
import { cancelled } from '../waiting.ts'

/** How a scanning program ended, and the last that it wrote to its error output. */
export interface ProgramEnd {
  code: number | null
  said: string
}

export interface ScanProgram {
  /** Its lines as they come, of its output and its error output. */
  lines: AsyncIterable<string>
  ended: Promise<ProgramEnd>
  /** Asks it to end, and makes it end after `KILL` ms. Resolves when it is gone. */
  stop(): Promise<void>
}

/** Milliseconds between asking a program to end and ending it: a scanner lets its paper go meanwhile. */
const KILL = 600
/** Characters of its error output that are kept for support. */
const KEPT = 4000

export interface ProgramCall {
  program: string
  args: readonly string[]
  env?: NodeJS.ProcessEnv
}

/** Starts a program that scans. @throws {DeviceError} `absent` when it is not installed */
export async function startProgram({ program, args, env = process.env }: ProgramCall): Promise<ScanProgram> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env, windowsHide: true })
  const said = { last: '' }
  const ended = new Promise<ProgramEnd>(resolve => child.once('close', code => resolve({ code, said: said.last })))
  child.stderr.setEncoding('utf8').on('data', (part: string) => (said.last = (said.last + part).slice(-KEPT)))
  try {
    await once(child, 'spawn')
  } catch (cause) {
    throw new DeviceError('absent', `${program} does not start: ${(cause as Error).message}`, {}, { cause })
  }
  return {
    lines: merged(linesOf(child.stdout), linesOf(child.stderr)),
    ended,
    async stop() {
      const gone = child.exitCode !== null || child.signalCode !== null ? undefined : once(child, 'exit')
      if (gone) end(child)
      const timer = setTimeout(() => child.kill('SIGKILL'), KILL)
      await gone
      clearTimeout(timer)
      // What it started itself may live on and hold its output open.
      child.stdout.destroy()
      child.stderr.destroy()
      await ended
    },
  }
}

/** Windows has no way to ask, and ends what a program started only when it is told to. */
function end(child: ChildProcess): void {
  if (process.platform !== 'win32') child.kill('SIGTERM')
  else spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).unref()
}

type Lines = ReturnType<typeof createInterface>

/** A stream that is destroyed has no end of its own. */
function linesOf(input: Readable): Lines {
  const lines = createInterface({ input })
  input.once('close', () => lines.close())
  return lines
}

async function* merged(...sources: Lines[]): AsyncGenerator<string> {
  const waiting: string[] = []
  const state = { open: sources.length, wake: () => undefined as unknown }
  for (const source of sources) {
    source.on('line', line => {
      waiting.push(line)
      state.wake()
    })
    source.on('close', () => {
      state.open--
      state.wake()
    })
  }
  for (;;) {
    while (waiting.length) yield waiting.shift()!
    if (!state.open) return
    await new Promise(resolve => (state.wake = () => resolve(undefined)))
  }
}

/**
 * What a program answers that only tells something, such as a list.
 * @throws {DeviceError} `absent` when it is not installed, `broken` when it takes longer than `ms`, `cancelled`
 */
export async function programAnswer(
  call: ProgramCall,
  ms: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<ProgramEnd & { lines: string[] }> {
  const running = await startProgram(call)
  const late = AbortSignal.any([signal, AbortSignal.timeout(ms)])
  const stop = () => void running.stop()
  late.addEventListener('abort', stop, { once: true })
  if (late.aborted) stop()
  const lines: string[] = []
  for await (const line of running.lines) lines.push(line)
  const end = await running.ended
  late.removeEventListener('abort', stop)
  if (signal.aborted) throw cancelled()
  if (late.aborted) throw new DeviceError('broken', `${call.program} did not answer within ${ms} ms`)
  return { ...end, lines }
}
