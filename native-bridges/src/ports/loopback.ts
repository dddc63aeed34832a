import { DeviceError } from '../driver.ts'
import { cancelled } from '../waiting.ts'
import type { BytePort } from './byte-port.ts'
import { byteQueue } from './byte-queue.ts'

/** A line of memory with two ends; `cut` is the cable pulled out, seen by both ends at once. */
export interface Loopback {
  host: BytePort
  device: BytePort
  cut(): void
}

export function loopback(): Loopback {
  const toHost = byteQueue()
  const toDevice = byteQueue()
  let gone = false
  const cut = () => {
    gone = true
    for (const queue of [toHost, toDevice]) queue.end(new DeviceError('absent', 'the line was cut'))
  }
  const end = (incoming: typeof toHost, outgoing: typeof toHost): BytePort => ({
    async write(bytes, signal) {
      if (signal.aborted) throw cancelled()
      if (gone) throw new DeviceError('absent', 'the line was cut')
      outgoing.push(bytes.slice())
    },
    read: incoming.read,
    close: async () => cut(),
  })
  return { host: end(toHost, toDevice), device: end(toDevice, toHost), cut }
}
