import type { ScanAsk, ScannedPage, ScannerDriver } from '../../../native-bridges/src/drivers/scanner.ts'
import type { FoundScanner, ScannerSearchAsk } from '../../../native-bridges/src/drivers/scanner-search.ts'
import { type HostedDriver, hosted } from '../../../native-bridges/src/host.ts'
import type { ScannerSettings } from '../api.ts'
import type { StartDriver } from './card-reader-setup.ts'
import type { Notes } from './notes.ts'
import { swappableDriver } from './swappable-driver.ts'

export interface ScannerSetup {
  driver: ScannerDriver
  settings(): ScannerSettings | undefined
  /**
   * Looks on this machine and on the network, or at one address.
   * @throws {DeviceError} when nothing that scans answers at that address
   */
  find(ask: ScannerSearchAsk, signal: AbortSignal): Promise<FoundScanner[]>
  use(settings: ScannerSettings | undefined): Promise<void>
  close(): Promise<void>
}

const NOTE = 'scanner'

interface Parts {
  notes: Notes
  start: StartDriver
  log: (how: string) => void
}

/** The scanner of this window as an administrator set it up, in a process of its own. */
export async function openScanner({ notes, start, log }: Parts): Promise<ScannerSetup> {
  const driver = swappableDriver<ScanAsk, ScannedPage>('scanner')
  const now = {
    settings: (await notes.get<ScannerSettings | null>(NOTE)) ?? undefined,
    host: undefined as HostedDriver<ScanAsk, ScannedPage> | undefined,
  }
  const open = () => {
    if (!now.settings) return
    const { place } = now.settings
    now.host = hosted<ScanAsk, ScannedPage>({ kind: 'scanner', start: () => start({ driver: 'scanner', place }), log })
    driver.use(now.host)
  }
  const letGo = async () => {
    driver.use(undefined)
    await now.host?.close()
    now.host = undefined
  }
  open()
  return {
    driver,
    settings: () => now.settings,
    find: (ask, signal) => found(() => start({ driver: 'scanner-search' }), log, ask, signal),
    async use(settings) {
      await notes.put(NOTE, settings ?? null)
      const same = JSON.stringify(settings?.place) === JSON.stringify(now.settings?.place)
      now.settings = settings
      // How it scans is asked anew with each scan; only another scanner needs another process.
      if (same) return
      await letGo()
      open()
    },
    close: letGo,
  }
}

async function found(
  start: Parameters<typeof hosted>[0]['start'],
  log: (how: string) => void,
  ask: ScannerSearchAsk,
  signal: AbortSignal,
): Promise<FoundScanner[]> {
  const search = hosted<ScannerSearchAsk, FoundScanner>({ kind: 'scanner', start, log })
  try {
    const [place] = await search.list()
    const all: FoundScanner[] = []
    if (place) for await (const one of search.run(place.id, ask, signal)) all.push(one)
    return all
  } finally {
    await search.close()
  }
}
