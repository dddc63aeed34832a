import type { CodeReaderAsk, CodeReaderPiece } from '../../../native-bridges/src/drivers/code-reader.ts'
import { type DeviceSetup, deviceSetup, type SetupParts } from './device-setup.ts'

/** The code reader of this machine, as an administrator set it up: a serial line and its bits per second. */
export interface CodeReaderSettings {
  path: string
  baudRate: number
}

export type CodeReaderSetup = DeviceSetup<CodeReaderSettings, CodeReaderAsk, CodeReaderPiece>

export const openCodeReader = (parts: SetupParts): Promise<CodeReaderSetup> =>
  deviceSetup<CodeReaderSettings, CodeReaderAsk, CodeReaderPiece>(parts, {
    kind: 'code-reader',
    note: 'code-reader',
    order: ({ path, baudRate }) => ({ driver: 'code-reader', port: path, baudRate, paths: [path] }),
  })
