import type { DeviceKind, Driver } from '../../../native-bridges/src/driver.ts'
import { type HostedDriver, type HostOptions, hosted } from '../../../native-bridges/src/host.ts'
import type { DriverProcess } from '../../../native-bridges/src/hosted-messages.ts'
import type { DriverOrder } from '../../../native-bridges/src/open-driver.ts'
import type { Notes } from './notes.ts'
import { swappableDriver } from './swappable-driver.ts'

/** Starts a driver's program; how depends on the shell. */
export type StartDriver = (order: DriverOrder) => DriverProcess

/** What every device that is set up at a window stands on. */
export interface SetupParts {
  notes: Notes
  start: StartDriver
  log: (how: string) => void
}

/** A device of this window as an administrator set it up, in a process of its own; changed without a restart. */
export interface DeviceSetup<Settings, Ask, Piece> {
  driver: Driver<Ask, Piece>
  settings(): Settings | undefined
  use(settings: Settings | undefined): Promise<void>
  close(): Promise<void>
}

interface Device<Settings, Ask, Piece> extends Pick<HostOptions<Ask, Piece>, 'mayHaveActed'> {
  kind: DeviceKind
  /** Under which note its settings are kept. */
  note: string
  /** Settings of which this says the same need no other process. */
  order(settings: Settings): DriverOrder
}

export async function deviceSetup<Settings, Ask, Piece>(
  { notes, start, log }: SetupParts,
  { kind, note, order, mayHaveActed }: Device<Settings, Ask, Piece>,
): Promise<DeviceSetup<Settings, Ask, Piece> & { without<T>(work: () => Promise<T>): Promise<T> }> {
  const driver = swappableDriver<Ask, Piece>(kind)
  const now: { settings: Settings | undefined; host?: HostedDriver<Ask, Piece> | undefined } = {
    settings: (await notes.get<Settings | null>(note)) ?? undefined,
  }
  const wanted = () => (now.settings === undefined ? undefined : order(now.settings))
  const open = () => {
    const ordered = wanted()
    if (!ordered) return
    now.host = hosted<Ask, Piece>({ kind, start: () => start(ordered), log, ...(mayHaveActed && { mayHaveActed }) })
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
    async use(settings) {
      await notes.put(note, settings ?? null)
      const before = JSON.stringify(wanted())
      now.settings = settings
      if (JSON.stringify(wanted()) === before) return
      await letGo()
      open()
    },
    close: letGo,
    /** Lets the device go while something else has its line. */
    async without(work) {
      await letGo()
      try {
        return await work()
      } finally {
        open()
      }
    },
  }
}

/** All that a search in a process of its own finds; the process is gone when it answers. */
export async function searched<Ask, Piece>(
  { start, log }: Pick<SetupParts, 'start' | 'log'>,
  { kind, order }: { kind: DeviceKind; order: DriverOrder },
  ask: Ask,
  signal: AbortSignal,
): Promise<Piece[]> {
  const search = hosted<Ask, Piece>({ kind, start: () => start(order), log })
  try {
    const [place] = await search.list()
    const found: Piece[] = []
    if (place) for await (const piece of search.run(place.id, ask, signal)) found.push(piece)
    return found
  } finally {
    await search.close()
  }
}
