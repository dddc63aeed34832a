import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DEVICE_FAULTS, DeviceError } from '../../native-bridges/src/driver.ts'
import type { ModbusLine } from '../../native-bridges/src/drivers/modbus-line.ts'
import { modbusRtu } from '../../native-bridges/src/drivers/modbus-rtu.ts'
import { modbusOverTcp } from '../../native-bridges/src/drivers/modbus-tcp.ts'
import type { BytePort } from '../../native-bridges/src/ports/byte-port.ts'
import { type Loopback, loopback } from '../../native-bridges/src/ports/loopback.ts'
import { damage, damaged, FRAMES, holds, manyAtOnce, samples, tally } from './damaged.ts'

const never = () => new AbortController().signal
const UNIT = 1

/** What a seal machine is asked, and how the data of a sound answer looks (from the function code on). */
const ASKED = [
  {
    name: 'registers',
    ask: (line: ModbusLine) => line.inputRegisters(0, 4, never()),
    answers: [
      [4, 8, 0, 0, 0, 0, 0, 0, 0, 41],
      [4, 8, 0, 3, 0, 7, 0, 1, 255, 255],
    ],
    /** What must have been sent for this to have been taken. */
    sent: (taken: unknown) => [4, 8, ...(taken as number[]).flatMap(word => [word >> 8, word & 0xff])],
  },
  {
    name: 'coil',
    ask: (line: ModbusLine) => line.writeCoil(0, true, never()),
    answers: [[5, 0, 0, 0xff, 0]],
    sent: () => [5, 0, 0, 0xff, 0],
  },
  {
    name: 'register',
    ask: (line: ModbusLine) => line.writeRegister(0, 1, never()),
    answers: [[6, 0, 0, 0, 1]],
    sent: () => [6, 0, 0, 0, 1],
  },
] as const

const cases = fc.record({
  asked: fc.constantFrom(...ASKED),
  which: fc.nat(),
  /** A good answer, one of another function, a refusal, one of another unit. */
  says: fc.constantFrom('good', 'good', 'other', 'refusal', 'unit'),
  how: damage,
  cut: fc.integer({ min: 1, max: 30 }),
})
type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never

function answerOf({ asked, which, says }: Case): { unit: number; data: readonly number[] } {
  const own = asked.answers[which % asked.answers.length]!
  const others = ASKED.filter(each => each !== asked).flatMap(each => each.answers as readonly (readonly number[])[])
  if (says === 'other') return { unit: UNIT, data: others[which % others.length]! }
  if (says === 'refusal') return { unit: UNIT, data: [own[0]! | 0x80, (which % 4) + 1] }
  return { unit: says === 'unit' ? UNIT + 1 : UNIT, data: own }
}

/** The CRC of Modbus worked out in another way than the driver does: over mirrored bytes, from the left. */
function crcOf(bytes: readonly number[]): [number, number] {
  const mirrored = (value: number, bits: number) =>
    Number.parseInt([...value.toString(2).padStart(bits, '0')].reverse().join(''), 2)
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= mirrored(byte, 8) << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1) & 0xffff
  }
  const sum = mirrored(crc, 16)
  return [sum & 0xff, sum >> 8]
}

const rtuFrame = (unit: number, data: readonly number[]) => Uint8Array.from([unit, ...data, ...crcOf([unit, ...data])])
/** The first request over a connection has the number 1. */
const tcpFrame = (unit: number, data: readonly number[]) =>
  Uint8Array.from([0, 1, 0, 0, 0, data.length + 1, unit, ...data])

interface Protocol {
  name: string
  open(port: BytePort): ModbusLine
  frame(unit: number, data: readonly number[]): Uint8Array
}

const PROTOCOLS: readonly Protocol[] = [
  { name: 'Modbus RTU', open: port => modbusRtu(port, UNIT, 60), frame: rtuFrame },
  { name: 'Modbus TCP', open: port => modbusOverTcp(port, UNIT, 60), frame: tcpFrame },
]

async function answered(line: Loopback, bytes: Uint8Array, cut: number): Promise<void> {
  await line.device.read(never())
  for (let at = 0; at < bytes.length; at += cut) await line.device.write(bytes.subarray(at, at + cut), never())
}

test.each(PROTOCOLS)(
  `${FRAMES} random and damaged answers of $name: the answer that was sent, a refusal that was sent, or a fault`,
  async ({ open, frame }) => {
    const all = samples(cases, FRAMES)
    const seen = tally()
    await manyAtOnce(FRAMES, 400, async n => {
      const one = all[n]!
      const { unit, data } = answerOf(one)
      const bytes = damaged(frame(unit, data), one.how)
      const line = loopback()
      const serving = answered(line, bytes, one.cut).catch(() => undefined)
      const end = await one.asked.ask(open(line.host)).then(
        taken => ({ taken }),
        (error: unknown) => ({ error }),
      )
      line.cut()
      await serving
      if ('taken' in end) {
        seen.count('taken')
        expect(holds(bytes, frame(UNIT, one.asked.sent(end.taken)))).toBe(true)
        return
      }
      expect(end.error).toBeInstanceOf(DeviceError)
      const { fault, facts } = end.error as DeviceError
      expect(DEVICE_FAULTS).toContain(fault)
      seen.count(facts.exception === undefined ? fault : 'refused')
      // Only a refusal says for certain that nothing was done: it must have been one to this request.
      if (facts.exception !== undefined) {
        const refusal = [one.asked.answers[0][0] | 0x80, Number(facts.exception)]
        expect(holds(bytes, frame(UNIT, refusal))).toBe(true)
      }
    })
    console.log(seen.text())
    expect(seen.of('taken')).toBeGreaterThan(FRAMES / 50)
    expect(seen.of('refused')).toBeGreaterThan(FRAMES / 100)
    expect(seen.of('protocol')).toBeGreaterThan(FRAMES / 10)
  },
)
