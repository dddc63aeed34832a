import { DeviceError } from '../driver.ts'
import type { BytePort } from '../ports/byte-port.ts'
import { concat } from '../ports/byte-queue.ts'
import { cancelled, deadline, pause } from '../waiting.ts'
import { crc16 } from './modbus-crc.ts'
import type { ModbusLine } from './modbus-line.ts'

/** Milliseconds of silence before a request: more than the 3.5 characters of the serial line guide (1.75 ms above 19200 baud). */
const SILENCE = 4

const READ_DISCRETE = 2
const READ_INPUT = 4
const WRITE_COIL = 5
const WRITE_REGISTER = 6
const REFUSED = 0x80

/**
 * Modbus RTU over an open serial line ("MODBUS over Serial Line", V1.02): one request, one answer, nothing repeated. An
 * answer ends by its length and holds by its CRC. `patience` is in milliseconds for one exchange.
 * @throws {DeviceError} `absent` after silence, `protocol` for an answer that is damaged, cut short or for something
 * else, with the fact `exception` when the machine refused, `cancelled`, and what the line throws.
 */
export function modbusRtu(port: BytePort, unit: number, patience: number): ModbusLine {
  const ask = (request: readonly number[], length: number, signal: AbortSignal) =>
    exchange(port, framed([unit, ...request]), length, patience, signal)
  const read = async (code: number, from: number, count: number, bytes: number, signal: AbortSignal) => {
    const answer = await ask([code, ...word(from), ...word(count)], 5 + bytes, signal)
    if (answer[2] !== bytes) throw new DeviceError('protocol', `${answer[2]} bytes of data instead of ${bytes}`)
    return answer.slice(3, -2)
  }
  const write = async (code: number, at: number, value: number, signal: AbortSignal) => {
    const request = [code, ...word(at), ...word(value)]
    const answer = await ask(request, 8, signal)
    if (request.some((byte, i) => answer[i + 1] !== byte))
      throw new DeviceError('protocol', 'the answer does not echo what was written')
  }
  return {
    async inputRegisters(from, count, signal) {
      const data = await read(READ_INPUT, from, count, count * 2, signal)
      return Array.from({ length: count }, (_, i) => data[i * 2]! * 0x100 + data[i * 2 + 1]!)
    },
    async discreteInputs(from, count, signal) {
      const data = await read(READ_DISCRETE, from, count, Math.ceil(count / 8), signal)
      return Array.from({ length: count }, (_, i) => ((data[i >> 3]! >> (i & 7)) & 1) === 1)
    },
    writeRegister: (at, value, signal) => write(WRITE_REGISTER, at, value, signal),
    writeCoil: (at, on, signal) => write(WRITE_COIL, at, on ? 0xff00 : 0, signal),
    close: () => port.close(),
  }
}

const word = (value: number): [number, number] => [value >>> 8, value & 0xff]

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
  try {
    await quiet(port, limited)
    await port.write(request, limited)
    for (;;) {
      if (heard.length >= 2) demandOurs(heard, request)
      const whole = heard[1]! & REFUSED ? 5 : length
      if (heard.length >= Math.max(whole, 2)) return checked(heard.slice(0, whole))
      heard = concat([heard, await port.read(limited)])
    }
  } catch (error) {
    if (signal.aborted) throw cancelled()
    if (!limited.aborted) throw error
    if (heard.length === 0) throw new DeviceError('absent', `no answer within ${patience} ms`)
    throw new DeviceError('protocol', `the answer ended after ${heard.length} bytes`)
  } finally {
    end()
  }
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

function demandOurs(answer: Uint8Array, request: Uint8Array): void {
  if (answer[0] !== request[0]) throw new DeviceError('protocol', `unit ${answer[0]} answered`)
  if ((answer[1]! & ~REFUSED) !== request[1])
    throw new DeviceError('protocol', `an answer to function ${answer[1]}, asked was ${request[1]}`)
}

function checked(answer: Uint8Array): Uint8Array {
  const crc = crc16(answer.subarray(0, -2))
  if (answer.at(-2) !== (crc & 0xff) || answer.at(-1) !== crc >>> 8)
    throw new DeviceError('protocol', 'the checksum of the answer is wrong')
  if (answer[1]! & REFUSED)
    throw new DeviceError('protocol', `Modbus exception ${answer[2]}`, { exception: answer[2]! })
  return answer
}
