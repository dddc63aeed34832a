import { DeviceError } from '../driver.ts'
import type { BytePort } from '../ports/byte-port.ts'
import { concat } from '../ports/byte-queue.ts'
import { cancelled, deadline, pause } from '../waiting.ts'
import { crc16 } from './modbus-crc.ts'
import type { ModbusLine } from './modbus-line.ts'
import { demandOurs, granted, modbusRequests, REFUSED } from './modbus-requests.ts'

/** Milliseconds of silence before a request: more than the 3.5 characters of the serial line guide (1.75 ms above 19200 baud). */
const SILENCE = 4

/**
 * Modbus RTU over an open serial line ("MODBUS over Serial Line", V1.02): one request, one answer, nothing repeated. An
 * answer ends by its length and holds by its CRC. `patience` is in milliseconds for one exchange.
 * @throws {DeviceError} `absent` after silence, `protocol` for an answer that is damaged, cut short or for something
 * else, with the fact `exception` when the machine refused, `cancelled`, and what the line throws.
 */
export function modbusRtu(port: BytePort, unit: number, patience: number): ModbusLine {
  return modbusRequests(
    async (request, length, signal) => {
      // Around what is asked and answered: the unit before, the CRC behind.
      const answer = await exchange(port, framed([unit, ...request]), length + 3, patience, signal)
      return granted(answer.slice(1, -2))
    },
    () => port.close(),
  )
}

/** The bytes with their CRC, low byte first. */
export function framed(bytes: readonly number[]): Uint8Array {
  const crc = crc16(bytes)
  return Uint8Array.from([...bytes, crc & 0xff, crc >>> 8])
}

/** Sends the request and takes the answer of `length` bytes, or of the five of a refusal. */
async function exchange(
  port: BytePort,
  request: Uint8Array,
  length: number,
  patience: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { signal: limited, end } = deadline(signal, patience)
  let heard: Uint8Array = new Uint8Array()
  let late = 0
  try {
    await quiet(port, limited)
    await port.write(request, limited)
    for (;;) {
      const stray = heard.length >= 2 ? lateAnswer(heard, request) : undefined
      if (stray) {
        late += stray
        heard = heard.slice(stray)
        continue
      }
      const whole = heard[1]! & REFUSED ? 5 : length
      if (heard.length >= Math.max(whole, 2) && stray === undefined) return checked(heard.slice(0, whole))
      heard = concat([heard, await port.read(limited)])
    }
  } catch (error) {
    if (signal.aborted) throw cancelled()
    if (!limited.aborted) throw error
    if (heard.length) throw new DeviceError('protocol', `the answer ended after ${heard.length} bytes`)
    if (late) throw new DeviceError('protocol', `${late} bytes of answers to something else`)
    throw new DeviceError('absent', `no answer within ${patience} ms`)
  } finally {
    end()
  }
}

/**
 * The length of an answer that came too late for whoever asked before, a stopped job perhaps: of our unit, to another
 * function, and sound. 0 while it is not all there; undefined when this is an answer to what was asked.
 * @throws {DeviceError} `protocol` for anything else
 */
function lateAnswer(heard: Uint8Array, request: Uint8Array): number | undefined {
  const code = heard[1]! & ~REFUSED
  const known = heard[1] === code ? LENGTHS[code] : () => 5
  if (heard[0] !== request[0] || code === request[1] || !known) {
    demandOurs(heard, request[0]!, request[1]!)
    return undefined
  }
  const length = known(heard)
  if (heard.length < length) return 0
  checked(heard.slice(0, length))
  return length
}

/** How long answers to the functions are that are used here, by their third byte. */
const LENGTHS: Readonly<Record<number, (heard: Uint8Array) => number>> = {
  2: heard => 5 + (heard[2] ?? 0),
  4: heard => 5 + (heard[2] ?? 0),
  5: () => 8,
  6: () => 8,
}

/** Lets the rest of an earlier answer go by, so that it is not taken for the next one. */
async function quiet(port: BytePort, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { signal: short, end } = deadline(signal, SILENCE)
    try {
      await port.read(short)
    } catch (error) {
      if (signal.aborted || !short.aborted) throw error
      return
    } finally {
      end()
    }
    await pause(0, signal)
  }
}

function checked(answer: Uint8Array): Uint8Array {
  const crc = crc16(answer.subarray(0, -2))
  if (answer.at(-2) !== (crc & 0xff) || answer.at(-1) !== crc >>> 8)
    throw new DeviceError('protocol', 'the checksum of the answer is wrong')
  return answer
}
