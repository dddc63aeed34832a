import { afterAll, describe, expect, test } from 'vitest'
import { run } from '../../native-bridges/src/driver.contract.ts'
import type { Driver } from '../../native-bridges/src/driver.ts'
import { simulatedCardReader } from '../../native-bridges/src/drivers/id-card.simulator.ts'
import type { IdCardAsk, IdCardPiece } from '../../native-bridges/src/drivers/id-card.ts'
import type { FoundReader, SearchPiece } from '../../native-bridges/src/drivers/id-card-search.ts'
import { INVENTED_PEOPLE } from '../../native-bridges/src/drivers/invented-people.ts'
import type { SealAsk, SealProgress } from '../../native-bridges/src/drivers/seal.ts'
import { type HardwareBench, hardwareContract } from '../../native-bridges/src/hardware.contract.ts'
import { type DriverOrder, openDriver } from '../../native-bridges/src/open-driver.ts'
import { hasPtys, type PtyPair, ptyPair } from '../../native-bridges/src/ports/pty-pair.fixture.ts'
import { serialPorts } from '../../native-bridges/src/ports/serial.ts'

// What of the contract needs no hand at the cable, on a real machine: DEVICE_PORT names it, DEVICE_KIND says what it is.
//   DEVICE_PORT=/dev/ttyUSB0 npm run test:devices -- test/devices/hardware.test.ts   a card reader, with a card on it
//   DEVICE_PORT=usb:0400:c35a:000001, DEVICE_PORT=hid:…                              the same on USB or HID
//   DEVICE_KIND=seal DEVICE_PORT=/dev/ttyUSB1 or host:port                           a seal machine is asked for its counter

const { DEVICE_PORT: port, DEVICE_KIND: kind = 'id-card' } = process.env
const never = () => new AbortController().signal

const open = <Ask, Piece>(order: DriverOrder) => openDriver(order) as Driver<Ask, Piece>

/** A reader is looked for as the settings do, so that its speed, or its packing, need not be known. */
async function cardReader(at: string): Promise<HardwareBench<IdCardAsk, IdCardPiece>> {
  const paths = at.startsWith('/dev/') || /^COM\d/.test(at) ? [at] : []
  const found: SearchPiece[] = []
  for await (const piece of open<'search', SearchPiece>({ driver: 'id-card-search', paths }).run(
    'search',
    'search',
    never(),
  )) {
    found.push(piece)
    if (piece.port.id === at) break
  }
  const line = found.find(piece => piece.port.id === at)
  if (line?.state !== 'found') throw new Error(`no card reader answers at ${at}: ${JSON.stringify(line)}`)
  const { baudRate, packing }: FoundReader = line
  const order: DriverOrder = {
    ...{ driver: 'id-card', port: at, paths },
    ...(baudRate && { baudRate }),
    ...(packing && { packing }),
  }
  return {
    driver: open(order),
    id: at,
    ask: { mode: 'once', waitMs: 5000 },
    // Nothing of a person is printed when it fails.
    alike: pieces => pieces.map(piece => [piece.state, piece.state === 'card' && piece.card.photo.length]),
  }
}

async function seal(at: string): Promise<HardwareBench<SealAsk, SealProgress>> {
  const [, host, tcp] = /^([\w.-]+):(\d+)$/.exec(at) ?? []
  const where = host ? { host, port: Number(tcp) } : { serial: at, baudRate: 9600, parity: 'none' as const }
  const driver = open<SealAsk, SealProgress>({
    driver: 'seal',
    addresses: [{ id: at, name: at, unit: 1, simulated: false, ...where }],
  })
  return { driver, id: at, ask: { action: 'count' }, alike: pieces => pieces }
}

const BENCHES: Readonly<Record<string, (name: string, at: string) => void>> = {
  'id-card': (name, at) => hardwareContract(name, () => cardReader(at)),
  seal: (name, at) => hardwareContract(name, () => seal(at)),
}

if (port && BENCHES[kind]) BENCHES[kind](`the ${kind} at ${port} keeps what can be tried of the contract`, port)
else
  console.warn(
    `NOT RUN: no real machine: DEVICE_PORT names none${port ? ` of a kind that is known: ${Object.keys(BENCHES)}` : ''}`,
  )

test.runIf(port)('the kind of the machine is known', () => {
  expect(Object.keys(BENCHES)).toContain(kind)
})

describe.runIf(hasPtys)('so that the suite itself is tried', () => {
  const closing: (() => Promise<unknown>)[] = []
  afterAll(() => Promise.all(closing.map(close => close())))
  hardwareContract('a simulated reader on a pseudo terminal, as a real one is', async () => {
    const cable: PtyPair = await ptyPair()
    const reader = simulatedCardReader()
    reader.controls.put(INVENTED_PEOPLE[0]!.card)
    const line = await serialPorts({ baudRate: 115_200, paths: [cable.far] }).open(cable.far, never())
    closing.push(line.close, cable.pull)
    void reader.serve(line)
    const bench = await cardReader(cable.near)
    expect(await run(bench.driver, cable.near, bench.ask)).toMatchObject([{ state: 'card' }])
    return bench
  })
})
