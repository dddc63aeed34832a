import { DeviceError, type DeviceFacts, type Driver } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import type { BytePorts } from '../ports/byte-port.ts'
import { deadline } from '../waiting.ts'
import { HID_PACKINGS, type HidPacking } from './hid-report.ts'
import { identify } from './sam-card.ts'
import { samLink } from './sam-link.ts'

/** A reader that answered, and how it is spoken with from then on. */
export interface FoundReader {
  port: { id: string; name: string }
  /** Bits per second of a serial line; absent of a reader on USB or HID. */
  baudRate?: number
  /** How a reader on HID packs its bytes; absent of others. */
  packing?: HidPacking
  /** The number of its security module, as it is printed on the reader. */
  reader: string
}

/** A line that was tried: what was found on it, or why nothing was. */
export type SearchPiece =
  | ({ state: 'found' } & FoundReader)
  | { state: 'nothing'; port: { id: string; name: string }; fault: DeviceError['fault']; facts: DeviceFacts }

/** Speeds that readers of the SAM_A family are set to, the usual one first. */
const BAUD_RATES = [115_200, 57_600, 38_400, 19_200, 9600]
/** Milliseconds a line has at each speed, and its part of a reader's usual patience. */
const EACH = 900
const PATIENCE = 0.25
const SEARCH = { id: 'search', name: 'search', kind: 'id-card', simulated: false } as const

/** Where readers are looked for: serial lines at a speed, what may be one on HID, and on USB those that are known by number. */
export interface SearchPlaces {
  serial(baudRate: number): BytePorts
  usb: BytePorts
  hid(packing: HidPacking): BytePorts
}

/**
 * Looks for card readers: asks each line, at each speed and in each packing, for the number of its security module. Other devices hear a
 * question that they do not know; so it is done only when somebody asks for it.
 */
export function cardReaderSearch({ serial, usb, hid }: SearchPlaces): Driver<'search', SearchPiece> {
  return exclusiveDriver<'search', SearchPiece>({
    kind: 'id-card',
    list: async () => [SEARCH],
    purpose: () => 'read-once',
    async *work(_device, _ask, signal) {
      for (const port of await usb.list()) yield await triedPort([{ ports: usb }], port, signal)
      const packings = HID_PACKINGS.map(packing => ({ ports: hid(packing), packing }))
      for (const port of await packings[0]!.ports.list()) yield await triedPort(packings, port, signal)
      const speeds = BAUD_RATES.map(baudRate => ({ ports: serial(baudRate), baudRate }))
      for (const port of await speeds[0]!.ports.list()) yield await triedPort(speeds, port, signal)
    },
  })
}

async function triedPort(
  ways: readonly { ports: BytePorts; baudRate?: number; packing?: HidPacking }[],
  port: { id: string; name: string },
  signal: AbortSignal,
): Promise<SearchPiece> {
  let why: Pick<DeviceError, 'fault' | 'facts'> = { fault: 'absent', facts: {} }
  for (const { ports, ...way } of ways) {
    const { signal: limited, end } = deadline(signal, EACH)
    try {
      const line = await ports.open(port.id, limited)
      try {
        const reader = await identify(samLink(line, PATIENCE), limited)
        return { state: 'found', port: { id: port.id, name: port.name }, ...way, reader }
      } finally {
        await line.close()
      }
    } catch (error) {
      if (signal.aborted || !(error instanceof DeviceError)) throw error
      why = error
      // Taken by another program or not open to this account: no other way will help.
      if (why.fault === 'busy' || why.facts.rights !== undefined) break
    } finally {
      end()
    }
  }
  return { state: 'nothing', port: { id: port.id, name: port.name }, fault: why.fault, facts: why.facts }
}
