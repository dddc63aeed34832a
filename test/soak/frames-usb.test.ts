import fc from 'fast-check'
import { expect, test } from 'vitest'
import { INVENTED_PEOPLE } from '../../native-bridges/src/drivers/invented-people.ts'
import { samDecoder, samFrame } from '../../native-bridges/src/drivers/sam-frame.ts'
import { samUsbPorts } from '../../native-bridges/src/drivers/sam-usb.ts'
import { simulatedField } from '../../native-bridges/src/drivers/simulated-field.ts'
import type { UsbDevice, UsbEndpoint } from '../../native-bridges/src/ports/usb-device.ts'
import { type Damage, damage, damaged, FRAMES, holds, samples, tally } from './damaged.ts'

/** A frame's preamble and length come from a pipe of their own. */
const HEAD = 7
const PACKET = 64

function answer(): Uint8Array {
  const field = simulatedField()
  field.put(INVENTED_PEOPLE[0]!.card)
  field.answer(0x20, 0x01, 0)
  field.answer(0x20, 0x02, 0)
  return samFrame(field.answer(0x30, 0x01, 0))
}

const frames = fc.record({
  frame: fc.oneof(
    { weight: 1, arbitrary: fc.constant(answer()) },
    { weight: 4, arbitrary: fc.constantFrom([0, 0, 0x90], [0, 0, 0x80]).map(b => samFrame(...b)) },
    { weight: 4, arbitrary: fc.uint8Array({ minLength: 3, maxLength: 80 }).map(body => samFrame(body)) },
  ),
  how: damage,
})

const pipe = (endpointNumber: number, direction: 'in' | 'out'): UsbEndpoint => ({
  endpointNumber,
  direction,
  type: 'bulk',
  packetSize: PACKET,
})

/** A reader that sends these frames one after the other, each parted onto its pipes, and is unplugged then. */
function readerThatSends(all: readonly { frame: Uint8Array; how: Damage }[], pairs: 1 | 2) {
  const ins = pairs === 2 ? [1, 5] : [2]
  const endpoints = [...(pairs === 2 ? [2, 6] : [3]).map(n => pipe(n, 'out')), ...ins.map(n => pipe(n, 'in'))]
  let total = 0
  const waiting: [Uint8Array[], Uint8Array[]] = [[], []]
  let next = 0
  const feed = () => {
    const one = all[next++]
    if (!one) throw new Error('transfer error: device disconnected')
    const bytes = damaged(one.frame, one.how)
    total += bytes.length
    if (pairs === 1) return void waiting[0].push(bytes)
    waiting[0].push(bytes.subarray(0, HEAD))
    if (bytes.length > HEAD) waiting[1].push(bytes.subarray(HEAD))
  }
  const device: UsbDevice = {
    vendorId: 0x0400,
    productId: 0xc35a,
    serialNumber: '000001',
    bus: '1',
    ports: [1],
    configuration: { interfaces: [{ interfaceNumber: 0, alternate: { endpoints }, alternates: [] }] },
    open: async () => undefined,
    close: async () => undefined,
    selectConfiguration: async () => undefined,
    claimInterface: async () => undefined,
    releaseInterface: async () => undefined,
    selectAlternateInterface: async () => undefined,
    detachKernelDriver: async () => undefined,
    attachKernelDriver: async () => undefined,
    transferOut: async () => ({ status: 'ok' }),
    async transferIn(endpoint, length) {
      await new Promise(resolve => setImmediate(resolve))
      const mine = waiting[ins.indexOf(endpoint)]!
      // Only the first pipe brings a new frame; the other has what belongs to a head, or is late.
      if (!mine.length && endpoint === ins[0]) feed()
      const bytes = mine.shift()
      if (!bytes) throw new Error('Cancelled')
      if (bytes.length > length) mine.unshift(bytes.subarray(length))
      const copy = bytes.slice(0, length)
      return { data: new DataView(copy.buffer), status: 'ok' }
    },
  }
  const left = () => waiting.flat().reduce((sum, bytes) => sum + bytes.length, 0)
  return { devices: async () => [device], total: () => total, left }
}

test.each([1, 2] as const)(
  `${FRAMES} random and damaged frames over USB with %d pairs of pipes: none is taken that was not sent whole, and the reader goes on`,
  async pairs => {
    const all = samples(frames, FRAMES)
    const { devices, total, left } = readerThatSends(all, pairs)
    const { id } = (await samUsbPorts(devices).list())[0]!
    const port = await samUsbPorts(devices, { patience: 20 }).open(id, new AbortController().signal)
    const decode = samDecoder()
    const seen = tally()
    let got = 0
    let last: Uint8Array = new Uint8Array()
    const end = await (async () => {
      for (;;) {
        const bytes = await port.read(new AbortController().signal)
        got += bytes.length
        const stream = Buffer.concat([last, bytes])
        for (const found of decode(bytes)) {
          seen.count('body' in found ? 'taken' : 'damaged')
          if ('body' in found) expect(holds(stream, samFrame(found.body))).toBe(true)
        }
        last = stream.subarray(-2400)
      }
    })().catch((error: unknown) => error)
    await port.close()
    expect(end).toMatchObject({ fault: 'absent' })
    console.log(seen.text(), `${got} bytes`)
    // Each byte of either pipe once, but for what the plug took with it.
    expect(got + left()).toBe(total())
    expect(seen.of('taken')).toBeGreaterThan(FRAMES / 20)
    expect(seen.of('damaged')).toBeGreaterThan(FRAMES / 50)
  },
)

test('the rest of an answer whose head was lost is not taken for the answer to the next question', async () => {
  const stale = samFrame(0, 0, 0x9f, 1, 2, 3, 4)
  const fresh = samFrame(0, 0, 0x9f, 5, 6, 7, 8)
  const { devices } = readerThatSends([], 2)
  const [reader] = await devices()
  const waiting: Record<number, Uint8Array[]> = { 1: [], 5: [stale.slice(HEAD)] }
  const device: UsbDevice = {
    ...reader!,
    async transferIn(endpoint, _length, timeout) {
      await new Promise(resolve => setTimeout(resolve, Math.min(timeout, 5)))
      const bytes = waiting[endpoint]!.shift()
      if (!bytes) throw new Error('Cancelled')
      return { data: new DataView(bytes.slice().buffer), status: 'ok' }
    },
    async transferOut(endpoint) {
      // Both pieces of the request are there.
      if (endpoint !== 6) return { status: 'ok' }
      waiting[1]!.push(fresh.slice(0, HEAD))
      waiting[5]!.push(fresh.slice(HEAD))
      return { status: 'ok' }
    },
  }
  const ports = samUsbPorts(async () => [device])
  const port = await ports.open((await ports.list())[0]!.id, new AbortController().signal)
  await port.write(samFrame(0x20, 0x01), new AbortController().signal)
  const decode = samDecoder()
  const bodies: number[][] = []
  while (!bodies.length)
    for (const found of decode(await port.read(AbortSignal.timeout(2000))))
      if ('body' in found) bodies.push([...found.body])
  expect(bodies).toEqual([[0, 0, 0x9f, 5, 6, 7, 8]])
  await port.close()
})
