import type { DeviceError } from '../driver.ts'
import { cancelled } from '../waiting.ts'

/** Bytes that arrive when they like, for one reader who takes them when it likes. */
export interface ByteQueue {
  push(bytes: Uint8Array): void
  /** Nothing will arrive any more: what is in the queue can still be read, then every read says `error`. */
  end(error: DeviceError): void
  /** All bytes that are waiting, or the next ones. @throws {DeviceError} `cancelled`, or what `end` was given. */
  read(signal: AbortSignal): Promise<Uint8Array>
}

export function byteQueue(): ByteQueue {
  let waiting: Uint8Array[] = []
  let ended: DeviceError | undefined
  let wake: (() => void) | undefined
  const arrived = () => {
    wake?.()
    wake = undefined
  }
  async function read(signal: AbortSignal): Promise<Uint8Array> {
    while (!waiting.length) {
      if (signal.aborted) throw cancelled()
      if (ended) throw ended
      await new Promise<void>(resolve => {
        wake = resolve
        signal.addEventListener('abort', arrived, { once: true })
      }).finally(() => signal.removeEventListener('abort', arrived))
    }
    const bytes = concat(waiting)
    waiting = []
    return bytes
  }
  return {
    push(bytes) {
      if (ended || !bytes.length) return
      waiting.push(bytes)
      arrived()
    },
    end(error) {
      ended ??= error
      arrived()
    },
    read,
  }
}

/** One array out of many, in their order. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
