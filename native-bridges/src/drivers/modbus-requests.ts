import { DeviceError } from '../driver.ts'
import type { ModbusLine } from './modbus-line.ts'

const READ_DISCRETE = 2
const READ_INPUT = 4
const WRITE_COIL = 5
const WRITE_REGISTER = 6
/** Set in the function code of an answer that refuses. */
export const REFUSED = 0x80

/**
 * One exchange: sends a request and takes its answer, both from the function code to the last byte of data. `length` is
 * how long an answer is that does not refuse.
 */
export type ModbusExchange = (request: readonly number[], length: number, signal: AbortSignal) => Promise<Uint8Array>

/**
 * What a seal machine is asked ("MODBUS Application Protocol", V1.1b3, 6), over whatever carries it. An answer must hold
 * exactly what was asked for, and repeat what was written.
 */
export function modbusRequests(exchange: ModbusExchange, close: () => Promise<void>): ModbusLine {
  const read = async (code: number, from: number, count: number, bytes: number, signal: AbortSignal) => {
    const answer = await exchange([code, ...word(from), ...word(count)], 2 + bytes, signal)
    if (answer[1] !== bytes) throw new DeviceError('protocol', `${answer[1]} bytes of data instead of ${bytes}`)
    return answer.slice(2)
  }
  const write = async (code: number, at: number, value: number, signal: AbortSignal) => {
    const request = [code, ...word(at), ...word(value)]
    const answer = await exchange(request, request.length, signal)
    if (request.some((byte, i) => answer[i] !== byte))
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
    close,
  }
}

/** Demands that an answer is for this unit and this function. @throws {DeviceError} `protocol` */
export function demandOurs(answer: Uint8Array, unit: number, code: number): void {
  if (answer[0] !== unit) throw new DeviceError('protocol', `unit ${answer[0]} answered`)
  if ((answer[1]! & ~REFUSED) !== code)
    throw new DeviceError('protocol', `an answer to function ${answer[1]}, asked was ${code}`)
}

/** The answer, unless it refuses. @throws {DeviceError} `protocol` with the fact `exception` then */
export function granted(answer: Uint8Array): Uint8Array {
  if (answer[0]! & REFUSED)
    throw new DeviceError('protocol', `Modbus exception ${answer[1]}`, { exception: answer[1]! })
  return answer
}

const word = (value: number): [number, number] => [value >>> 8, value & 0xff]
