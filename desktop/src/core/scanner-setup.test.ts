import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type EsclEmulator, esclEmulator } from '../../../native-bridges/src/drivers/escl.emulator.ts'
import { textOf } from '../../../native-bridges/src/drivers/escl-xml.ts'
import { forkDriver } from '../../../native-bridges/src/fork-driver.ts'
import type { ScannerSettings } from '../api/devices.ts'
import { type Devices, openDevices } from './devices.ts'
import type { Notes } from './notes.ts'
import { openScanner, type ScannerSetup } from './scanner-setup.ts'

const PROGRAM = new URL('../../../native-bridges/src/device-process.ts', import.meta.url)

const here = {} as { peer: EsclEmulator; setup: ScannerSetup; desk: Devices }
const kept = new Map<string, unknown>()
const notes: Notes = {
  get: async <T>(id: string) => structuredClone(kept.get(id)) as T | undefined,
  put: async (id, value) => void kept.set(id, structuredClone(value)),
}
const open = async () => {
  here.setup = await openScanner({ notes, start: order => forkDriver(PROGRAM, order), log: () => undefined })
  here.desk = await openDevices(
    { scanner: here.setup.driver },
    () => '2026-06-15',
    () => undefined,
  )
}
const close = async () => {
  await here.desk.close()
  await here.setup.close()
}
beforeAll(async () => {
  here.peer = await esclEmulator()
  await open()
})
afterAll(async () => {
  await close()
  await here.peer.close()
})

const scanned = async () => {
  const pages: number[] = []
  for await (const page of here.desk.scan('zh-CN', here.setup.settings()?.defaults)) pages.push(page.bytes.length)
  return pages.length
}

test('a scanner is found at its address, set up, used as it was set, kept over a restart, and let go', async () => {
  await expect(scanned()).rejects.toMatchObject({ say: 'scan.none' })
  const found = await here.setup.find({ address: `127.0.0.1:${here.peer.port}` }, AbortSignal.timeout(30_000))
  expect(found).toMatchObject([{ place: { by: 'escl', url: here.peer.url } }])
  const defaults: ScannerSettings['defaults'] = { dpi: 100, colour: 'grey', paper: 'A4', source: 'duplex' }
  await here.setup.use({ place: found[0]!.place, defaults })
  expect(await scanned()).toBe(4)
  expect(textOf(here.peer.jobs.at(-1)!, 'XResolution')).toBe('100')
  expect(here.desk.states('zh-CN')).toMatchObject([{ kind: 'scanner', state: 'ready', simulated: false }])

  // How it scans changes with the next scan; its process stays.
  await here.setup.use({ place: found[0]!.place, defaults: { ...defaults, source: 'flatbed' } })
  expect(await scanned()).toBe(1)

  await close()
  await open()
  expect(await scanned()).toBe(1)

  // Unplugged it is told within two seconds, and plugged in again it needs nothing.
  await here.peer.unplug()
  await vi.waitFor(() => expect(here.desk.states('zh-CN')[0]?.state).toBe('absent'), { timeout: 60_000 })
  await here.peer.plugIn()
  await vi.waitFor(() => expect(here.desk.states('zh-CN')[0]?.state).toBe('ready'), { timeout: 60_000 })

  await here.setup.use(undefined)
  expect(here.desk.states('zh-CN')).toEqual([])
  await expect(scanned()).rejects.toMatchObject({ say: 'scan.none' })
  expect(here.peer.left()).toBe(0)
})

test('a place where no scanner answers is said to be none', async () => {
  const looking = here.setup.find({ address: '127.0.0.1:1' }, AbortSignal.timeout(30_000))
  await expect(looking).rejects.toMatchObject({ fault: 'absent' })
})
