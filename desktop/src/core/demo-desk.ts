import { portrait } from '../../../native-bridges/src/drivers/invented-portrait.ts'
import { type DeskControls, simulatedDesk } from '../../../native-bridges/src/simulated.ts'
import type { DemoState } from '../api/settings.ts'
import type { DemoOptions } from './core.ts'
import type { DeskDrivers } from './desk-drivers.ts'

/** The simulated devices of demo mode, and the plug of the network. */
export interface DemoDesk {
  drivers: DeskDrivers
  /** The same way out, which finds nobody while the plug is out. */
  plugged(fetch: typeof globalThis.fetch): typeof globalThis.fetch
  state(): DemoState
  card(person: number | null): void
  network(on: boolean): void
  fault(device: string, fault: string | null): void
  refill(device: 'card-printer' | 'document-printer', count: number): void
  /** What the camera sees: whoever's card lies on the reader. */
  portrait(): Promise<Uint8Array | undefined>
  close(): Promise<void>
}

/** Faults that the panel offers, in the devices' own words. */
const FAULTS = {
  'id-card': ['silent', 'noise', 'wrong-checksum', 'partial', 'pulled', 'refused', 'unplugged'],
  scanner: ['empty', 'jam', 'cover', 'unplugged'],
  'card-printer': ['empty', 'jam', 'cover', 'uncertain', 'unplugged'],
  'document-printer': ['empty', 'jam', 'cover', 'uncertain', 'unplugged'],
  seal: ['cover', 'empty', 'silent', 'stuck', 'broken', 'unplugged'],
} as const

/** Opens the simulated desk; what it prints is kept under `folder`. Its devices take the time of real ones, divided by `haste`. */
export async function demoDesk(folder: string, { notes = {}, haste = 1 }: DemoOptions): Promise<DemoDesk> {
  const desk = await simulatedDesk({ folder, haste })
  const { controls } = desk
  const now: { network: boolean; card: number | null; faults: Map<string, string> } = {
    network: true,
    card: null,
    faults: new Map(),
  }
  const { cardPrinter, cardReader, documentPrinter, scanner, seal } = desk
  const cut = { plug: new AbortController() }
  const taken = new Map<string, number>()
  /** An empty tray is no fault of the machine: what lies in it is taken out, and put back when all is well again. */
  const setTray = (device: string, empty: boolean) => {
    if (device !== 'card-printer' && device !== 'document-printer') return
    const { left, refill } = printer(controls, device)
    if (!empty) refill(taken.get(device) ?? 0)
    taken.set(device, empty ? (taken.get(device) ?? 0) + left() : 0)
    if (empty) refill(-left())
  }
  return {
    drivers: { cardReader, scanner, cardPrinter, documentPrinter, seal },
    plugged: fetch => async (input, init) => {
      if (!now.network) throw new TypeError('The plug of the simulated network is out')
      const signal = init?.signal ? AbortSignal.any([init.signal, cut.plug.signal]) : cut.plug.signal
      return fetch(input, { ...init, signal })
    },
    state: () => ({
      demo: true,
      network: now.network,
      people: controls.people.map((p, n) => ({ n, name: p.card.name, note: notes[p.key] ?? p.label })),
      onReader: now.card,
      printers: (['card-printer', 'document-printer'] as const).map(device => ({
        device,
        left: printer(controls, device).left(),
        fault: now.faults.get(device) ?? null,
      })),
      faults: FAULTS,
    }),
    card(person) {
      now.card = person !== null && controls.cardReader.putPerson(person) ? person : null
      if (now.card === null) controls.cardReader.takeAway()
    },
    network(on) {
      now.network = on
      if (on) cut.plug = new AbortController()
      else cut.plug.abort()
    },
    fault(device, fault) {
      setFault(controls, device, fault)
      setTray(device, fault === 'empty')
      if (fault) now.faults.set(device, fault)
      else now.faults.delete(device)
    },
    refill: (device, count) => printer(controls, device).refill(count),
    async portrait() {
      const person = now.card === null ? undefined : controls.people[now.card]
      return person && portrait(person)
    },
    close: () => desk.close(),
  }
}

const printer = (controls: DeskControls, device: string) =>
  device === 'card-printer' ? controls.cardPrinter : controls.documentPrinter

/** The panel speaks of faults as text; one that the device does not know heals it. */
function setFault(controls: DeskControls, device: string, fault: string | null): void {
  const of = {
    'id-card': controls.cardReader,
    scanner: controls.scanner,
    'card-printer': controls.cardPrinter,
    'document-printer': controls.documentPrinter,
    seal: controls.seal,
  }[device]
  if (!of) return
  if (fault === 'unplugged') {
    of.unplug()
    return
  }
  of.plugIn()
  const known = (FAULTS as Readonly<Record<string, readonly string[]>>)[device]?.includes(fault ?? '')
  ;(of.fault as (fault: string | undefined) => void)(known ? (fault ?? undefined) : undefined)
}
