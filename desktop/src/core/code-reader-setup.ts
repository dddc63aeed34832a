import type { Driver } from '../../../native-bridges/src/driver.ts'
import type { CodeReaderAsk, CodeReaderPiece } from '../../../native-bridges/src/drivers/code-reader.ts'
import { type HostedDriver, hosted } from '../../../native-bridges/src/host.ts'
import type { StartDriver } from './card-reader-setup.ts'
import type { Notes } from './notes.ts'
import { swappableDriver } from './swappable-driver.ts'

/** The code reader of this machine, as an administrator set it up: a serial line and its bits per second. */
export interface CodeReaderSettings {
  path: string
  baudRate: number
}

export interface CodeReaderSetup {
  driver: Driver<CodeReaderAsk, CodeReaderPiece>
  settings(): CodeReaderSettings | undefined
  use(settings: CodeReaderSettings | undefined): Promise<void>
  close(): Promise<void>
}

const NOTE = 'code-reader'

interface Parts {
  notes: Notes
  start: StartDriver
  log: (how: string) => void
}

/** The reader as it was set up, in a process of its own. */
export async function openCodeReader({ notes, start, log }: Parts): Promise<CodeReaderSetup> {
  const driver = swappableDriver<CodeReaderAsk, CodeReaderPiece>('code-reader')
  const now = {
    settings: (await notes.get<CodeReaderSettings | null>(NOTE)) ?? undefined,
    host: undefined as HostedDriver<CodeReaderAsk, CodeReaderPiece> | undefined,
  }
  const open = () => {
    if (!now.settings) return
    const { path, baudRate } = now.settings
    const order = { driver: 'code-reader', port: path, baudRate, paths: [path] } as const
    now.host = hosted<CodeReaderAsk, CodeReaderPiece>({ kind: 'code-reader', start: () => start(order), log })
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
