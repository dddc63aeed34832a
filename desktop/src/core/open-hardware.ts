import { join } from 'node:path'
import { forkDriver } from '../../../native-bridges/src/fork-driver.ts'
import type { Notice } from '../api.ts'
import { openCardReader, type StartDriver } from './card-reader-setup.ts'
import type { CoreOptions } from './core.ts'
import { demoDesk } from './demo-desk.ts'
import type { Desk } from './desk.ts'
import { openDevices } from './devices.ts'
import type { Stored } from './open-stored.ts'
import { openPrinters } from './printer-setup.ts'
import { openScanner } from './scanner-setup.ts'
import { openSealSetup } from './seal-setup.ts'

const PROGRAM = new URL('../../../native-bridges/src/device-process.ts', import.meta.url)
const forkedDriver: StartDriver = order => forkDriver(PROGRAM, order)

/** The devices of the desk: those that were set up, or in the demo simulated ones. */
export async function openHardware(
  { folder, demo: wanted, startDriver = forkedDriver, log }: CoreOptions,
  { clock: time, notes }: Stored,
  tell: (notice: Notice) => void,
  status: () => void,
  closing: (() => unknown)[],
): Promise<Pick<Desk, 'demo' | 'devices' | 'cardReader' | 'scanner' | 'sealSetup'>> {
  const demo = wanted ? await demoDesk(join(folder, 'simulated'), wanted) : undefined
  if (demo) closing.push(() => demo.close())
  const said = (how: string) => log?.(new Error(`The card reader's program: ${how}`))
  const cardReader = demo ? undefined : await openCardReader({ notes, start: startDriver, log: said })
  if (cardReader) closing.push(() => cardReader.close())
  const scanner = demo
    ? undefined
    : await openScanner({ notes, start: startDriver, log: how => log?.(new Error(`The scanner's program: ${how}`)) })
  if (scanner) closing.push(() => scanner.close())
  const told = (how: string) => log?.(new Error(`The seal machine's program: ${how}`))
  const sealSetup = demo ? undefined : await openSealSetup({ notes, start: startDriver, log: told })
  if (sealSetup) closing.push(() => sealSetup.close())
  const printers = demo
    ? undefined
    : await openPrinters({ notes, start: startDriver, log: how => log?.(new Error(how)) })
  if (printers) closing.push(() => printers.close())
  const devices = await openDevices(
    demo?.drivers ?? {
      cardReader: cardReader!.driver,
      scanner: scanner!.driver,
      ...printers!.drivers,
      seal: sealSetup!.driver,
    },
    () => time.today(),
    notice => {
      tell(notice)
      status()
    },
    status,
    printers,
  )
  closing.push(() => devices.close())
  return { demo, devices, cardReader, scanner, sealSetup }
}
