import { setTimeout as sleep } from 'node:timers/promises'
import { DeviceError, type DeviceInfo, type Driver } from '../../../native-bridges/src/driver.ts'
import type { DeviceTested } from '../api/devices.ts'
import type { DeskDrivers } from './desk-drivers.ts'
import { faultText } from './device-states.ts'
import { type CoreLanguage, coreText } from './words.ts'

/** What a test may use of the desk. */
export interface Testable {
  drivers: DeskDrivers
  /** Whether a card that was read lies on the reader. */
  cardHere: () => boolean
  /** The next code that is read, which goes to the test alone. */
  nextCode: ((signal: AbortSignal) => Promise<string | undefined>) | undefined
}

/** Milliseconds: for somebody to lay a card down or to scan a code, and for a machine to answer. */
const CARD = 15_000
const ANSWER = 60_000
/** Characters of a code that are shown. */
const SHOWN = 60

/**
 * Tries a device without using anything up and without keeping what it gave: a card or a code is waited for, a page is
 * scanned and dropped, a seal machine says its count. What is printed or stamped is no test of this kind.
 */
export async function testDevice(
  { drivers, cardHere, nextCode }: Testable,
  device: DeviceInfo,
  language: CoreLanguage,
  stop: AbortSignal,
): Promise<DeviceTested> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(ANSWER)])
  try {
    if (device.kind === 'id-card') return await laidDown(cardHere, language, signal)
    if (device.kind === 'code-reader' && nextCode) return await scanned(nextCode, language, signal)
    if (device.kind === 'scanner' && drivers.scanner) {
      const ask = { dpi: 100, colour: 'grey', paper: 'A4', source: 'feeder' } as const
      await firstOf(drivers.scanner, device, ask, signal)
      return { ok: true, text: coreText(language, 'devices.tested.page') }
    }
    if (device.kind === 'seal' && drivers.seal) {
      const counted = await firstOf(drivers.seal, device, { action: 'count' } as const, signal)
      const count = String(counted?.state === 'counted' ? counted.count : '')
      return { ok: true, text: coreText(language, 'devices.tested.count', { count }) }
    }
    return { ok: false, text: coreText(language, 'devices.tested.none') }
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error
    return { ok: false, text: faultText(device.kind, error, language) }
  }
}

async function laidDown(here: () => boolean, language: CoreLanguage, signal: AbortSignal): Promise<DeviceTested> {
  for (const until = performance.now() + CARD; performance.now() < until && !signal.aborted; await sleep(100))
    if (here()) return { ok: true, text: coreText(language, 'devices.tested.card') }
  return { ok: false, text: coreText(language, 'devices.tested.noCard') }
}

async function scanned(
  next: NonNullable<Testable['nextCode']>,
  language: CoreLanguage,
  signal: AbortSignal,
): Promise<DeviceTested> {
  const text = await next(AbortSignal.any([signal, AbortSignal.timeout(CARD)]))
  if (text === undefined) return { ok: false, text: coreText(language, 'devices.tested.noCode') }
  return { ok: true, text: coreText(language, 'devices.tested.code', { code: text.slice(0, SHOWN) }) }
}

/** The first piece of a job, which is then stopped. */
async function firstOf<A, P>(
  driver: Driver<A, P>,
  { id }: DeviceInfo,
  ask: A,
  signal: AbortSignal,
): Promise<P | undefined> {
  for await (const piece of driver.run(id, ask, signal)) return piece
  return undefined
}
