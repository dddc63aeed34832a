import { join } from 'node:path'
import { forkDriver } from '../../../native-bridges/src/fork-driver.ts'
import type { Notice } from '../api.ts'
import { openCardPhotos } from './card-photo.ts'
import { openCardReader } from './card-reader-setup.ts'
import { openCodeReader } from './code-reader-setup.ts'
import type { CoreOptions } from './core.ts'
import { demoDesk } from './demo-desk.ts'
import type { Desk } from './desk.ts'
import type { StartDriver } from './device-setup.ts'
import { openDevices } from './devices.ts'
import type { Notes } from './notes.ts'
import type { Stored } from './open-stored.ts'
import { openPrinters } from './printer-setup.ts'
import { openScanner } from './scanner-setup.ts'
import { openSealSetup } from './seal-setup.ts'

const PROGRAM = new URL('../../../native-bridges/src/device-process.ts', import.meta.url)
const forkedDriver: StartDriver = order => forkDriver(PROGRAM, order)

/** The devices that were set up at this machine; each says in the log how its program ended. */
async function openSetUp(notes: Notes, start: StartDriver, log: CoreOptions['log'], closing: (() => unknown)[]) {
  const parts = (what: string) => ({
    notes,
    start,
    log: (how: string) => log?.(new Error(`The program of the ${what}: ${how}`)),
  })
  const closed = <T extends { close(): unknown }>(opened: T): T => {
    closing.push(() => opened.close())
    return opened
  }
  return {
    cardReader: closed(await openCardReader(parts('card reader'))),
    codeReader: closed(await openCodeReader(parts('code reader'))),
    scanner: closed(await openScanner(parts('scanner'))),
    sealSetup: closed(await openSealSetup(parts('seal machine'))),
    printers: closed(await openPrinters(parts('printers'))),
  }
}

/** The devices of the desk: those that were set up, or in the demo simulated ones. */
export async function openHardware(
  { folder, demo: wanted, startDriver = forkedDriver, log }: CoreOptions,
  { clock: time, notes }: Stored,
  tell: (notice: Notice) => void,
  status: () => void,
  closing: (() => unknown)[],
): Promise<Pick<Desk, 'demo' | 'devices' | 'cardReader' | 'cardPhotos' | 'codeReader' | 'scanner' | 'sealSetup'>> {
  const demo = wanted ? await demoDesk(join(folder, 'simulated'), wanted) : undefined
  if (demo) closing.push(() => demo.close())
  const setUp = demo ? undefined : await openSetUp(notes, startDriver, log, closing)
  const devices = await openDevices(
    demo?.drivers ?? {
      cardReader: setUp!.cardReader.driver,
      codeReader: setUp!.codeReader.driver,
      scanner: setUp!.scanner.driver,
      ...setUp!.printers.drivers,
      seal: setUp!.sealSetup.driver,
    },
    () => time.today(),
    notice => {
      tell(notice)
      status()
    },
    status,
    setUp?.printers,
  )
  closing.push(() => devices.close())
  const { cardReader, codeReader, scanner, sealSetup } = setUp ?? {}
  const cardPhotos = demo ? undefined : await openCardPhotos(notes)
  return { demo, devices, cardReader, cardPhotos, codeReader, scanner, sealSetup }
}
