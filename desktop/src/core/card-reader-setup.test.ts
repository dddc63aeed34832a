import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { simulatedCardReader } from '../../../native-bridges/src/drivers/id-card.simulator.ts'
import { INVENTED_PEOPLE } from '../../../native-bridges/src/drivers/invented-people.ts'
import { forkDriver } from '../../../native-bridges/src/fork-driver.ts'
import type { BytePort } from '../../../native-bridges/src/ports/byte-port.ts'
import { hasPtys, type PtyPair, ptyPair } from '../../../native-bridges/src/ports/pty-pair.fixture.ts'
import { serialPorts } from '../../../native-bridges/src/ports/serial.ts'
import type { Notice } from '../api.ts'
import { type CardReaderSetup, openCardReader } from './card-reader-setup.ts'
import { type Devices, openDevices } from './devices.ts'
import type { Notes } from './notes.ts'

const PROGRAM = new URL('../../../native-bridges/src/device-process.ts', import.meta.url)

describe.skipIf(!hasPtys)('a card reader on a serial line', () => {
  let cable: PtyPair
  let near: string
  let device: BytePort
  let setup: CardReaderSetup
  let desk: Devices
  const reader = simulatedCardReader()
  const kept = new Map<string, unknown>()
  const notes: Notes = {
    get: async <T>(id: string) => structuredClone(kept.get(id)) as T | undefined,
    put: async (id, value) => void kept.set(id, structuredClone(value)),
  }
  const told: Notice[] = []
  const open = async () => {
    setup = await openCardReader({ notes, start: order => forkDriver(PROGRAM, order), log: () => undefined })
    desk = await openDevices(
      { cardReader: setup.driver },
      () => '2026-06-15',
      notice => told.push(notice),
    )
  }
  const close = async () => {
    await desk.close()
    await setup.close()
  }
  beforeEach(async () => {
    cable = await ptyPair()
    const { far } = cable
    near = cable.near
    device = await serialPorts({ baudRate: 115_200, paths: [far] }).open(far, new AbortController().signal)
    void reader.serve(device)
    await open()
  })
  afterEach(async () => {
    await close()
    await device.close()
    await cable.pull()
  })
  const placed = () => told.flatMap(n => (n.topic === 'card' && n.state === 'placed' && n.card ? [n.card.name] : []))

  test('is searched for, set up, read, kept over a restart, and let go', async () => {
    const found = await setup.search([near], AbortSignal.timeout(60_000))
    const line = found.find(piece => piece.port.id === near)
    expect(line).toMatchObject({ state: 'found', baudRate: 115_200, reader: expect.stringMatching(/^\d\d\.\d\d-/) })
    if (line?.state !== 'found') return
    const { port, baudRate, reader: number } = line
    await setup.use({ port, baudRate, reader: number, paths: [near] })

    const [first, second] = INVENTED_PEOPLE
    reader.controls.put(first!.card)
    await vi.waitFor(() => expect(placed()).toEqual([first!.card.name]), { timeout: 60_000 })
    expect(desk.card()).toEqual({ name: first!.card.name, number: first!.card.idNumber })
    expect(desk.states('zh-CN')).toMatchObject([{ id: near, kind: 'id-card', state: 'ready', simulated: false }])

    await close()
    await open()
    reader.controls.put(second!.card)
    await vi.waitFor(() => expect(placed().at(-1)).toBe(second!.card.name), { timeout: 60_000 })

    // Searched again the reader that is in use is found too, and goes on afterwards.
    expect(await setup.search([near], AbortSignal.timeout(60_000))).toContainEqual(line)
    reader.controls.put(first!.card)
    await vi.waitFor(() => expect(placed().at(-1)).toBe(first!.card.name), { timeout: 60_000 })

    await setup.use(undefined)
    expect(setup.settings()).toBeUndefined()
    await vi.waitFor(() => expect(desk.card()).toBeUndefined(), { timeout: 60_000 })
    expect(desk.states('zh-CN')).toEqual([])
  })
})
