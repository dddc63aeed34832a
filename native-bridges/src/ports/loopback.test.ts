import { expect, test } from 'vitest'
import { loopback } from './loopback.ts'

const forever = () => new AbortController().signal

test('carries bytes both ways, whole and in order', async () => {
  const { host, device } = loopback()
  await host.write(Uint8Array.of(1, 2), forever())
  await host.write(Uint8Array.of(3), forever())
  expect(await device.read(forever())).toEqual(Uint8Array.of(1, 2, 3))
  const later = host.read(forever())
  await device.write(Uint8Array.of(9), forever())
  expect(await later).toEqual(Uint8Array.of(9))
})

test('a read that is stopped loses nothing', async () => {
  const { host, device } = loopback()
  const stop = new AbortController()
  const reading = device.read(stop.signal)
  stop.abort()
  await expect(reading).rejects.toMatchObject({ fault: 'cancelled' })
  await host.write(Uint8Array.of(7), forever())
  expect(await device.read(forever())).toEqual(Uint8Array.of(7))
})

test('what was sent before the cut can be read, then both ends say absent', async () => {
  const { host, device, cut } = loopback()
  await host.write(Uint8Array.of(5), forever())
  cut()
  expect(await device.read(forever())).toEqual(Uint8Array.of(5))
  await expect(device.read(forever())).rejects.toMatchObject({ fault: 'absent' })
  await expect(host.read(forever())).rejects.toMatchObject({ fault: 'absent' })
  await expect(host.write(Uint8Array.of(1), forever())).rejects.toMatchObject({ fault: 'absent' })
})

test('bytes belong to the line once they are written', async () => {
  const { host, device } = loopback()
  const bytes = Uint8Array.of(1)
  await host.write(bytes, forever())
  bytes[0] = 2
  expect(await device.read(forever())).toEqual(Uint8Array.of(1))
})
