import type { ScanAsk, ScannedPage } from '../../../native-bridges/src/drivers/scanner.ts'
import type { FoundScanner, ScannerSearchAsk } from '../../../native-bridges/src/drivers/scanner-search.ts'
import type { ScannerSettings } from '../api/devices.ts'
import { type DeviceSetup, deviceSetup, type SetupParts, searched } from './device-setup.ts'

export interface ScannerSetup extends DeviceSetup<ScannerSettings, ScanAsk, ScannedPage> {
  /**
   * Looks on this machine and on the network, or at one address.
   * @throws {DeviceError} when nothing that scans answers at that address
   */
  find(ask: ScannerSearchAsk, signal: AbortSignal): Promise<FoundScanner[]>
}

/** How it scans is asked anew with each scan; only another scanner needs another process. */
export async function openScanner(parts: SetupParts): Promise<ScannerSetup> {
  const setup = await deviceSetup<ScannerSettings, ScanAsk, ScannedPage>(parts, {
    kind: 'scanner',
    note: 'scanner',
    order: ({ place }) => ({ driver: 'scanner', place }),
  })
  const search = { kind: 'scanner', order: { driver: 'scanner-search' } } as const
  return { ...setup, find: (ask, signal) => searched<ScannerSearchAsk, FoundScanner>(parts, search, ask, signal) }
}
