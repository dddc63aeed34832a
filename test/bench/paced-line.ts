import type { BytePort } from '../../native-bridges/src/ports/byte-port.ts'

/** Start bit, eight data bits, stop bit. */
const BITS = 10
/** Bytes that a real UART hands over at once; the last of an answer comes when the line has carried it, not before. */
const FIFO = 16

export interface PacedLine extends BytePort {
  /** Milliseconds that the line needed for everything so far, both ways. */
  carried(): number
}

/**
 * The far end of a line that knows no speed, such as a pseudo terminal, made as slow as a serial one: bytes arrive, and
 * leave, when a line of so many bits a second would have carried them.
 */
export function pacedLine(port: BytePort, baudRate: number): PacedLine {
  const timeOf = (bytes: number) => (bytes * BITS * 1000) / baudRate
  const line = { free: 0, carried: 0 }
  const carry = async (bytes: number) => {
    line.carried += timeOf(bytes)
    line.free = Math.max(line.free, performance.now()) + timeOf(bytes)
    await until(line.free)
  }
  return {
    ...port,
    async read(signal) {
      const bytes = await port.read(signal)
      await carry(bytes.length)
      return bytes
    },
    async write(bytes, signal) {
      for (let at = 0; at < bytes.length; at += FIFO) {
        const piece = bytes.subarray(at, at + FIFO)
        await carry(piece.length)
        await port.write(piece, signal)
      }
    },
    carried: () => line.carried,
  }
}

/** Timers are good to a millisecond; the rest is waited for turn by turn. */
async function until(time: number): Promise<void> {
  for (;;) {
    const left = time - performance.now()
    if (left <= 0) return
    await new Promise<void>(resolve => (left > 2.5 ? setTimeout(resolve, left - 1.5) : setImmediate(resolve)))
  }
}
