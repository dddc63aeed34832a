import { expect, test } from 'vitest'
import type { BytePort } from '../ports/byte-port.ts'
import { loopback } from '../ports/loopback.ts'
import { COMMANDS, SAM } from './sam-commands.ts'
import { samFrame } from './sam-frame.ts'
import { samLink } from './sam-link.ts'

const forever = () => new AbortController().signal
const FOUND = samFrame(0, 0, SAM.found, 0, 0, 0, 0)
const SELECTED = samFrame(Uint8Array.from([0, 0, SAM.ok, ...new Uint8Array(8)]))

/** A module that answers the nth request with the nth list of frames; how many requests came. */
function module(port: BytePort, answers: readonly (readonly Uint8Array[])[]) {
  let requests = 0
  void (async () => {
    for (;;) {
      await port.read(forever())
      for (const frame of answers[requests++] ?? []) await port.write(frame, forever())
    }
  })().catch(() => undefined)
  return () => requests
}

test('an answer that came late to the request before is not taken for this one', async () => {
  const { host, device } = loopback()
  module(device, [[FOUND, SELECTED]])
  expect(await samLink(host, 0.1)(COMMANDS.select, forever())).toMatchObject({ status: SAM.ok })
})

test('what lies on the line before the request is thrown away', async () => {
  const { host, device } = loopback()
  await device.write(samFrame(0, 0, SAM.find), forever())
  module(device, [[FOUND]])
  expect(await samLink(host)(COMMANDS.find, forever())).toMatchObject({ status: SAM.found })
})

test('a module that calls the request damaged is asked again, three times in all', async () => {
  const damaged = samFrame(0, 0, SAM.checksum)
  const { host, device } = loopback()
  const requests = module(device, [[damaged], [damaged], [FOUND]])
  expect(await samLink(host, 0.1)(COMMANDS.find, forever())).toMatchObject({ status: SAM.found })
  expect(requests()).toBe(3)
})

test('silence is told from nonsense', async () => {
  const silent = loopback()
  await expect(samLink(silent.host, 0.025)(COMMANDS.find, forever())).rejects.toMatchObject({ fault: 'broken' })
  const mad = loopback()
  const requests = module(mad.device, [[SELECTED], [SELECTED], [SELECTED]])
  await expect(samLink(mad.host, 0.025)(COMMANDS.find, forever())).rejects.toMatchObject({ fault: 'protocol' })
  expect(requests()).toBe(3)
})

test('a stop ends it within a breath, whatever the patience', async () => {
  const { host } = loopback()
  const started = performance.now()
  await expect(samLink(host)(COMMANDS.read, AbortSignal.timeout(50))).rejects.toMatchObject({ fault: 'cancelled' })
  expect(performance.now() - started).toBeLessThan(200)
})
