import type { Driver } from '../../../native-bridges/src/driver.ts'
import type { IdCardAsk, IdCardPiece } from '../../../native-bridges/src/drivers/id-card.ts'
import type { FoundReader, SearchPiece } from '../../../native-bridges/src/drivers/id-card-search.ts'
import { type HostedDriver, hosted } from '../../../native-bridges/src/host.ts'
import type { DriverProcess } from '../../../native-bridges/src/hosted-messages.ts'
import type { DriverOrder } from '../../../native-bridges/src/open-driver.ts'
import type { Notes } from './notes.ts'
import { swappableDriver } from './swappable-driver.ts'

/** Starts a driver's program; how depends on the shell. */
export type StartDriver = (order: DriverOrder) => DriverProcess

/** The ID card reader of this machine, as an administrator set it up; `paths` are lines that the system does not list. */
export interface CardReaderSettings extends FoundReader {
  paths: readonly string[]
}

export interface CardReaderSetup {
  driver: Driver<IdCardAsk, IdCardPiece>
  settings(): CardReaderSettings | undefined
  /** Looks on every serial line, those of `paths` too; the reader that is in use is let go meanwhile. */
  search(paths: readonly string[], signal: AbortSignal): Promise<SearchPiece[]>
  use(settings: CardReaderSettings | undefined): Promise<void>
  close(): Promise<void>
}

const NOTE = 'card-reader'

interface Parts {
  notes: Notes
  start: StartDriver
  log: (how: string) => void
}

/** The reader as it was set up, in a process of its own. */
export async function openCardReader({ notes, start, log }: Parts): Promise<CardReaderSetup> {
  const driver = swappableDriver<IdCardAsk, IdCardPiece>('id-card')
  const now = {
    settings: (await notes.get<CardReaderSettings | null>(NOTE)) ?? undefined,
    host: undefined as Hosted | undefined,
  }
  const open = () => {
    if (!now.settings) return
    const { port, baudRate, paths } = now.settings
    const order: DriverOrder = { driver: 'id-card', port: port.id, ...(baudRate && { baudRate }), paths }
    now.host = hosted<IdCardAsk, IdCardPiece>({ kind: 'id-card', start: () => start(order), log })
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
    async search(paths, signal) {
      await letGo()
      try {
        return await searched(() => start({ driver: 'id-card-search', paths }), log, signal)
      } finally {
        open()
      }
    },
    async use(settings) {
      await notes.put(NOTE, settings ?? null)
      await letGo()
      now.settings = settings
      open()
    },
    close: letGo,
  }
}

type Hosted = HostedDriver<IdCardAsk, IdCardPiece>

async function searched(
  start: () => DriverProcess,
  log: (how: string) => void,
  signal: AbortSignal,
): Promise<SearchPiece[]> {
  const search = hosted<'search', SearchPiece>({ kind: 'id-card', start, log })
  try {
    const [place] = await search.list()
    const found: SearchPiece[] = []
    if (place) for await (const piece of search.run(place.id, 'search', signal)) found.push(piece)
    return found
  } finally {
    await search.close()
  }
}
