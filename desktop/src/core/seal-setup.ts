import type { SealAddress, SealAsk, SealDriver, SealProgress } from '../../../native-bridges/src/drivers/seal.ts'
import { hosted } from '../../../native-bridges/src/host.ts'
import type { SealView } from '../api.ts'
import type { StartDriver } from './card-reader-setup.ts'
import type { Notes } from './notes.ts'
import { swappableDriver } from './swappable-driver.ts'

export type SealSettings = NonNullable<SealView['machine']>

export interface SealSetup {
  driver: SealDriver
  settings(): SealSettings | undefined
  use(settings: SealSettings | undefined): Promise<void>
  close(): Promise<void>
}

const NOTE = 'seal-machine'

/** The seal machine of this window as an administrator set it up, in a process of its own. */
export async function openSealSetup(parts: {
  notes: Notes
  start: StartDriver
  log: (how: string) => void
}): Promise<SealSetup> {
  const { notes, start, log } = parts
  const driver = swappableDriver<SealAsk, SealProgress>('seal')
  const now = {
    settings: (await notes.get<SealSettings | null>(NOTE)) ?? undefined,
    host: undefined as ReturnType<typeof hosted<SealAsk, SealProgress>> | undefined,
  }
  const open = () => {
    if (!now.settings) return
    const addresses = [addressOf(now.settings)]
    now.host = hosted<SealAsk, SealProgress>({
      kind: 'seal',
      start: () => start({ driver: 'seal', addresses }),
      // Once it was ready the stamp may have fallen, whatever became of its process.
      mayHaveActed: ({ action }, last) => action === 'stamp' && last !== undefined,
      log,
    })
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
      await notes.put(NOTE, settings ?? null)
      await letGo()
      now.settings = settings
      open()
    },
    close: letGo,
  }
}

const addressOf = ({ id, unit, at }: SealSettings): SealAddress => ({ id, name: id, simulated: false, unit, ...at })
