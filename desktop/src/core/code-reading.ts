import { DeviceError, type Driver } from '../../../native-bridges/src/driver.ts'
import type { CodeReaderAsk, CodeReaderPiece } from '../../../native-bridges/src/drivers/code-reader.ts'
import { pause } from '../../../native-bridges/src/waiting.ts'
import type { DeviceStates } from './device-states.ts'

/** Milliseconds between two looks for a reader that is not there. */
const AGAIN = 1000

export interface CodeReading {
  /** The next code, which is then told to nobody else; undefined when `signal` comes before it. */
  next(signal: AbortSignal): Promise<string | undefined>
  /** Resolves when the signal was given and the reader has been let go. */
  ended: Promise<void>
}

/** Hears every code until `signal`; a reader that is gone or fails is tried again for ever. */
export function codeReading(
  reader: Driver<CodeReaderAsk, CodeReaderPiece>,
  signal: AbortSignal,
  states: DeviceStates,
  heard: (text: string) => void,
): CodeReading {
  const waiting = new Set<(text: string | undefined) => void>()
  const hear = (text: string) => {
    const [first] = waiting
    if (first) first(text)
    else heard(text)
  }
  return {
    ended: listen(reader, signal, states, hear),
    next: until =>
      new Promise(resolve => {
        const end = (text: string | undefined) => {
          waiting.delete(end)
          until.removeEventListener('abort', stop)
          resolve(text)
        }
        const stop = () => end(undefined)
        if (until.aborted) return resolve(undefined)
        waiting.add(end)
        until.addEventListener('abort', stop, { once: true })
      }),
  }
}

async function listen(
  reader: Driver<CodeReaderAsk, CodeReaderPiece>,
  signal: AbortSignal,
  states: DeviceStates,
  heard: (text: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    const [device] = await reader.list()
    try {
      if (device) {
        states.note(device, 'ready')
        for await (const { text } of reader.run(device.id, { mode: 'continuous' }, signal)) {
          states.used(device)
          heard(text)
        }
      }
    } catch (error) {
      const isFault = error instanceof DeviceError && error.fault !== 'cancelled'
      if (device && isFault) states.note(device, error.fault === 'absent' ? 'absent' : 'fault', error)
    }
    await pause(AGAIN, signal).catch(() => undefined)
  }
}
