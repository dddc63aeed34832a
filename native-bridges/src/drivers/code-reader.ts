import { DeviceError, type DeviceInfo, type Driver } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import type { BytePort, BytePorts } from '../ports/byte-port.ts'
import { cancelled, deadline } from '../waiting.ts'

/** `once` waits for one code; `continuous` tells of each until its signal. */
export interface CodeReaderAsk {
  mode: 'once' | 'continuous'
  /** Milliseconds that `once` waits before it ends with `empty`; 10,000 when left out. */
  waitMs?: number
}

/** What was read off a bar code or QR code. */
export interface CodeReaderPiece {
  text: string
}

const WAIT = 10_000
/** Milliseconds of silence that end a code of a reader which is set to send no end of line. */
const QUIET = 120
/** How many times that long the rest of a code may take on a line that has shown how it ends them, before it is dropped. */
const STALLED = 15
/** Bytes; the largest QR code (GB/T 18284, version 40-L) holds 2953. */
const LONGEST = 2953
const CR = 13
const LF = 10

/**
 * Bar code and QR readers on a serial line (or a USB one that shows itself as one), 8N1: they send what they read, ended
 * by CR, LF, both, or by silence where the code before was, too. UTF-8, else GB 18030, as Chinese codes have it. Nothing is
 * ever sent to them.
 */
export function codeReaderDriver(
  ports: BytePorts,
  options: { simulated: boolean; quiet?: number },
): Driver<CodeReaderAsk, CodeReaderPiece> {
  const device = (port: { id: string; name: string }): DeviceInfo => ({
    ...port,
    kind: 'code-reader',
    simulated: options.simulated,
  })
  return exclusiveDriver<CodeReaderAsk, CodeReaderPiece>({
    kind: 'code-reader',
    list: async () => (await ports.list()).map(device),
    purpose: ({ mode }) => (mode === 'once' ? 'read-once' : 'read-continuously'),
    watch: ports.watch && (listener => ports.watch!(({ port, state }) => listener({ device: device(port), state }))),
    async *work({ id }, ask, signal) {
      const port = await ports.open(id, signal)
      const next = codesOf(port, options.quiet ?? QUIET)
      try {
        if (ask.mode === 'once') yield { text: await oneCode(next, ask.waitMs ?? WAIT, signal) }
        else for (;;) yield { text: await next(signal) }
      } finally {
        await port.close()
      }
    },
  })
}

type Next = (signal: AbortSignal) => Promise<string>

async function oneCode(next: Next, waitMs: number, signal: AbortSignal): Promise<string> {
  const { signal: limited, end } = deadline(signal, waitMs)
  try {
    return await next(limited)
  } catch (error) {
    if (signal.aborted) throw cancelled()
    if (limited.aborted) throw new DeviceError('empty', `no code in ${waitMs} ms`)
    throw error
  } finally {
    end()
  }
}

/** Reads one code after the other; what is no text, or longer than any code, is dropped as noise. */
function codesOf(port: BytePort, quiet: number): Next {
  let held: number[] = []
  let marked = false
  const ready: string[] = []
  const finish = () => {
    const text = held.length <= LONGEST ? textOf(Uint8Array.from(held)) : undefined
    held = []
    if (text) ready.push(text)
  }
  const take = (bytes: Uint8Array) => {
    for (const byte of bytes) {
      if (byte === CR || byte === LF) {
        marked ||= held.length > 0
        finish()
      } else if (held.length <= LONGEST) held.push(byte)
    }
  }
  return async signal => {
    for (;;) {
      const code = ready.shift()
      if (code !== undefined) return code
      const patience = marked ? quiet * STALLED : quiet
      const bytes = held.length ? await within(port, patience, signal) : await port.read(signal)
      if (bytes) take(bytes)
      else if (marked) {
        // A reader that ends its codes with a mark was cut short: half a code is none. Or it was set anew.
        held = []
        marked = false
      } else finish()
    }
  }
}

/** The next bytes, or undefined when none came in time. */
async function within(port: BytePort, ms: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const { signal: limited, end } = deadline(signal, ms)
  try {
    return await port.read(limited)
  } catch (error) {
    if (limited.aborted && !signal.aborted) return undefined
    throw error
  } finally {
    end()
  }
}

/** The bytes as text without control characters around it; undefined for what is none. */
function textOf(bytes: Uint8Array): string | undefined {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes).trim()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a code holds none; a damaged line does
      return /[\u0000-\u001f\u007f-\u009f]/.test(text) ? undefined : text
    } catch {
      // Not in this encoding.
    }
  }
  return undefined
}
