import type { IServiceVector } from 'modbus-serial'
import type { BytePort } from '../ports/byte-port.ts'
import { concat } from '../ports/byte-queue.ts'
import { crc16 } from './modbus-crc.ts'
import { framed } from './modbus-rtu.ts'

const REQUEST = 8

/** Answers Modbus RTU requests on a line, as unit `unit`, until the line is gone or closed. */
export function serveRtu(port: BytePort, unit: number, registers: IServiceVector): Promise<void> {
  const open = new AbortController()
  return answering(port, unit, registers, open.signal).catch(() => open.abort())
}

async function answering(port: BytePort, unit: number, registers: IServiceVector, signal: AbortSignal): Promise<void> {
  let heard: Uint8Array = new Uint8Array()
  for (;;) {
    heard = concat([heard, await port.read(signal)])
    while (heard.length >= REQUEST) {
      const request = heard.subarray(0, REQUEST)
      const crc = crc16(request.subarray(0, -2))
      if (request[6] !== (crc & 0xff) || request[7] !== crc >>> 8) {
        // Out of step: a frame may begin at the next byte.
        heard = heard.subarray(1)
        continue
      }
      heard = heard.subarray(REQUEST)
      if (request[0] === unit) void answer(request, registers).then(said => port.write(said, signal), ignore)
    }
  }
}

async function answer(request: Uint8Array, registers: IServiceVector): Promise<Uint8Array> {
  const [unit, code, ...rest] = request as unknown as [number, number, ...number[]]
  const [at, value] = [rest[0]! * 0x100 + rest[1]!, rest[2]! * 0x100 + rest[3]!]
  try {
    return framed([unit, code, ...(await done(code, at, value, registers))])
  } catch (error) {
    return framed([unit, code | 0x80, (error as { modbusErrorCode?: number }).modbusErrorCode ?? 4])
  }
}

const illegal = (modbusErrorCode: number) => Object.assign(new Error('refused'), { modbusErrorCode })

async function done(code: number, at: number, value: number, of: IServiceVector): Promise<number[]> {
  const echo = [at >>> 8, at & 0xff, value >>> 8, value & 0xff]
  if (code === 5) {
    if (value !== 0 && value !== 0xff00) throw illegal(3)
    await (of.setCoil as Write<boolean>)(at, value === 0xff00)
    return echo
  }
  if (code === 6) {
    await (of.setRegister as Write<number>)(at, value)
    return echo
  }
  if (value < 1 || value > 125) throw illegal(3)
  const places = Array.from({ length: value }, (_, i) => at + i)
  const bits = code === 1 ? of.getCoil : code === 2 ? of.getDiscreteInput : undefined
  const words = code === 3 ? of.getHoldingRegister : code === 4 ? of.getInputRegister : undefined
  if (bits) return packed(await Promise.all(places.map(place => (bits as Read<boolean>)(place))))
  if (!words) throw illegal(1)
  const read = await Promise.all(places.map(place => (words as Read<number>)(place)))
  return [read.length * 2, ...read.flatMap(word => [word >>> 8, word & 0xff])]
}

type Read<T> = (at: number) => Promise<T>
type Write<T> = (at: number, value: T) => Promise<void>

function packed(bits: readonly boolean[]): number[] {
  const bytes = Array.from({ length: Math.ceil(bits.length / 8) }, () => 0)
  bits.forEach((bit, i) => {
    if (bit) bytes[i >> 3]! |= 1 << (i & 7)
  })
  return [bytes.length, ...bytes]
}

const ignore = () => undefined
