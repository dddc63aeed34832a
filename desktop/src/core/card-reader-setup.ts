import type { IdCardAsk, IdCardPiece } from '../../../native-bridges/src/drivers/id-card.ts'
import type { FoundReader, SearchPiece } from '../../../native-bridges/src/drivers/id-card-search.ts'
import { type DeviceSetup, deviceSetup, type SetupParts, searched } from './device-setup.ts'

/** The ID card reader of this machine, as an administrator set it up; `paths` are lines that the system does not list. */
export interface CardReaderSettings extends FoundReader {
  paths: readonly string[]
}

export interface CardReaderSetup extends DeviceSetup<CardReaderSettings, IdCardAsk, IdCardPiece> {
  /** Looks on USB, HID and every serial line, those of `paths` too; the reader that is in use is let go meanwhile. */
  search(paths: readonly string[], signal: AbortSignal): Promise<SearchPiece[]>
}

export async function openCardReader(parts: SetupParts): Promise<CardReaderSetup> {
  const { without, ...setup } = await deviceSetup<CardReaderSettings, IdCardAsk, IdCardPiece>(parts, {
    kind: 'id-card',
    note: 'card-reader',
    order: ({ port, baudRate, packing, paths }) => ({
      driver: 'id-card',
      port: port.id,
      ...(baudRate && { baudRate }),
      ...(packing && { packing }),
      paths,
    }),
  })
  return {
    ...setup,
    search: (paths, signal) =>
      without(() =>
        searched<'search', SearchPiece>(
          parts,
          { kind: 'id-card', order: { driver: 'id-card-search', paths } },
          'search',
          signal,
        ),
      ),
  }
}
