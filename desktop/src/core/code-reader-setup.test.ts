import { describe, expect, test } from 'vitest'
import { forkDriver } from '../../../native-bridges/src/fork-driver.ts'
import { hasPtys, ptyPair } from '../../../native-bridges/src/ports/pty-pair.fixture.ts'
import { serialPorts } from '../../../native-bridges/src/ports/serial.ts'
import type { Notice } from '../api.ts'
import { openCodeReader } from './code-reader-setup.ts'
import { openDevices } from './devices.ts'

const PROGRAM = new URL('../../../native-bridges/src/device-process.ts', import.meta.url)

describe.skipIf(!hasPtys)('a code reader on a serial line', () => {
  test('is set up, heard, and let go, without a restart', async () => {
    const kept = new Map<string, unknown>()
    const notes = {
      get: async <T>(id: string) => kept.get(id) as T | undefined,
      put: async (id: string, value: unknown) => void kept.set(id, value),
    }
    const told: Notice[] = []
    const setup = await openCodeReader({ notes, start: order => forkDriver(PROGRAM, order), log: () => undefined })
    const desk = await openDevices(
      { codeReader: setup.driver },
      () => '2026-06-15',
      notice => told.push(notice),
    )
    const cable = await ptyPair()
    const { signal } = new AbortController()
    const device = await serialPorts({ baudRate: 9600, paths: [cable.far] }).open(cable.far, signal)
    const scan = () => device.write(new TextEncoder().encode('A0000017\r'), signal)
    await setup.use({ path: cable.near, baudRate: 9600 })
    await expect.poll(() => desk.states('zh-CN')[0]?.state).toBe('ready')
    // Bytes that go out before the line is open may never have gone: it is not waited for them.
    const scanned = () => {
      scan().catch(() => undefined)
      return told.at(-1)
    }
    await expect.poll(scanned, { interval: 200 }).toEqual({ topic: 'code', text: 'A0000017' })
    expect(desk.states('zh-CN')).toMatchObject([{ kind: 'code-reader', state: 'ready', simulated: false }])

    // A code that is scanned for a test opens no case.
    const { id } = desk.states('zh-CN')[0]!
    const told18 = () => told.filter(notice => notice.topic === 'code' && notice.text === 'A0000018').length
    for (let sent = 1; ; sent++) {
      const testing = desk.test(id, 'zh-CN')
      await device.write(new TextEncoder().encode('A0000018\r'), signal)
      const tested = await testing
      expect(tested).toMatchObject({ ok: true, text: expect.stringContaining('A00000') })
      // One of those before may have been on its way still.
      if (!tested!.text.includes('A0000018')) continue
      expect(told18()).toBeLessThan(sent)
      break
    }
    await setup.use(undefined)
    expect(desk.states('zh-CN')).toEqual([])
    await desk.close()
    await setup.close()
    await device.close()
    await cable.pull()
  })
})
