import type { CardReaderFault, SealControls } from '../native-bridges/src/controls.ts'
import { type EsclMood, esclEmulator } from '../native-bridges/src/drivers/escl.emulator.ts'
import { simulatedCardReader } from '../native-bridges/src/drivers/id-card.simulator.ts'
import { INVENTED_PEOPLE } from '../native-bridges/src/drivers/invented-people.ts'
import { type IppFault, simulatedIpp } from '../native-bridges/src/drivers/ipp.simulator.ts'
import { simulatedSeal } from '../native-bridges/src/drivers/seal.simulator.ts'
import { hasPtys, ptyPair } from '../native-bridges/src/ports/pty-pair.fixture.ts'
import { serialPorts } from '../native-bridges/src/ports/serial.ts'

/** A machine of the panel: where a window finds it, how it is, and what can be done to it. */
export interface Machine {
  name: string
  where: string
  state(): string
  actions: readonly { label: string; run(): unknown }[]
  close(): Promise<void>
}

/** One of each, on this computer. The readers need pseudo terminals and are left out where there are none. */
export async function simulatedMachines(): Promise<Machine[]> {
  const reader = hasPtys ? [await cardReader(), await codeReader()] : []
  return [
    ...reader,
    await scanner(),
    await printer('document-printer', 500),
    await printer('card-printer', 50),
    await sealMachine(),
  ]
}

/** Buttons for faults, and one that heals. */
const faults = <F extends string>(all: readonly F[], set: (fault: F | undefined) => unknown) => [
  ...all.map(fault => ({ label: fault, run: () => set(fault) })),
  { label: 'heal', run: () => set(undefined) },
]

async function cardReader(): Promise<Machine> {
  const cable = await ptyPair()
  const reader = simulatedCardReader({ readMs: 400 })
  const line = await serialPorts({ baudRate: 115_200, paths: [cable.far] }).open(
    cable.far,
    new AbortController().signal,
  )
  void reader.serve(line)
  const { controls } = reader
  const lay = INVENTED_PEOPLE.map(({ label, card }) => ({ label: `lay: ${label}`, run: () => controls.put(card) }))
  const all: CardReaderFault[] = ['silent', 'noise', 'wrong-checksum', 'partial', 'pulled', 'refused']
  return {
    name: 'ID card reader (SAM_A, serial)',
    where: cable.near,
    state: () => (controls.lying() ? 'a card lies on it' : 'no card'),
    actions: [...lay, { label: 'take away', run: controls.takeAway }, ...faults(all, controls.fault)],
    async close() {
      await line.close()
      await cable.pull()
    },
  }
}

/** What it sends is what real ones send: a code and an end of line, or none, or a damaged one. */
async function codeReader(): Promise<Machine> {
  const cable = await ptyPair()
  const line = await serialPorts({ baudRate: 9600, paths: [cable.far] }).open(cable.far, new AbortController().signal)
  const sent = { codes: 0 }
  const send = (bytes: Uint8Array) => async () => {
    sent.codes++
    // Nobody listens: the line is full after some, as a real one is.
    await line.write(bytes, AbortSignal.timeout(500)).catch(() => undefined)
  }
  const text = (label: string, sends: string) => ({ label, run: send(Buffer.from(sends)) })
  return {
    name: 'Code reader (serial, 9600 baud)',
    where: cable.near,
    state: () => `${sent.codes} codes sent`,
    actions: [
      text('a code, CR LF', 'A0000017\r\n'),
      text('a code without an end', 'A0000018'),
      { label: 'GB 18030', run: send(Uint8Array.of(0xbe, 0xd3, 0xd7, 0xa1, 0xd6, 0xa4, 0x0d)) },
      { label: 'noise', run: send(Uint8Array.of(0xff, 0x00, 0x80, 0x0d)) },
      text('longer than any code', `${'9'.repeat(3000)}\r`),
    ],
    async close() {
      await line.close()
      await cable.pull()
    },
  }
}

async function scanner(): Promise<Machine> {
  const emulator = await esclEmulator()
  const { mood } = emulator
  const all = ['jam', 'cover', 'cut', 'half', 'refused'] as const satisfies EsclMood['fault'][]
  const sheets = [0, 1, 30].map(n => ({ label: `${n} sheets`, run: () => (mood.sheets = n) }))
  return {
    name: 'Scanner (eSCL)',
    where: emulator.url,
    state: () =>
      `${mood.sheets} sheets in the feeder, ${emulator.left()} jobs open${mood.fault ? `: ${mood.fault}` : ''}`,
    actions: [...sheets, ...faults(all, fault => (mood.fault = fault))],
    close: emulator.close,
  }
}

async function printer(kind: 'document-printer' | 'card-printer', tray: number): Promise<Machine> {
  const name = kind === 'card-printer' ? 'Card printer (IPP)' : 'Printer (IPP)'
  const simulator = await simulatedIpp({ kind, id: `SIM-${kind}`, name, tray, sheetMs: 300 })
  const { controls } = simulator
  const [address] = await simulator.addresses.list()
  const all: IppFault[] = ['jam', 'cover', 'uncertain', 'toner', 'paused', 'refuse', 'paper-out-midway']
  return {
    name,
    where: address!.uri,
    state: () => `${controls.left()} in the tray, ${simulator.jobs().length} jobs so far`,
    actions: [{ label: 'refill', run: () => controls.refill(tray) }, ...faults(all, controls.fault)],
    close: simulator.close,
  }
}

async function sealMachine(): Promise<Machine> {
  const { addresses, controls, close } = await simulatedSeal({ id: 'SEAL-SIM', name: 'Seal machine', stampMs: 800 })
  const [at] = addresses.list()
  const all = ['cover', 'empty', 'silent', 'stuck', 'broken'] as const satisfies Parameters<SealControls['fault']>[0][]
  return {
    name: 'Seal machine (Modbus TCP)',
    where: at && 'host' in at ? `${at.host}:${at.port}` : '',
    state: () => `its counter says ${controls.count()}`,
    actions: faults(all, controls.fault),
    close,
  }
}
