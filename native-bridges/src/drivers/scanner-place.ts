import { createHash } from 'node:crypto'
import { esclDriver } from './escl.ts'
import { naps2Driver } from './naps2.ts'
import { saneDriver } from './sane.ts'
import type { ScannerDriver } from './scanner.ts'
import { watchedFolder } from './watched-folder.ts'

/** Where a scanner is and how it is spoken with, as it is kept at a window. */
export type ScannerPlace =
  | { by: 'sane'; device: string; name: string }
  | { by: 'escl'; url: string; fingerprint?: string | undefined; name: string }
  | { by: 'naps2'; driver: 'wia' | 'twain' | 'escl'; device: string }
  | { by: 'folder'; folder: string; name: string }

/** The driver of a scanner; `config` is SANE's configuration, when it is not the system's. */
export function scannerAt(place: ScannerPlace, config?: string): ScannerDriver {
  switch (place.by) {
    case 'sane':
      return saneDriver({ scanner: place, ...(config && { config }) })
    case 'escl': {
      const { url, fingerprint, name } = place
      const id = `escl:${createHash('sha256').update(url).digest('hex').slice(0, 16)}`
      return esclDriver({ url, ...(fingerprint && { fingerprint }), id, name })
    }
    case 'naps2':
      return naps2Driver(place)
    case 'folder':
      return watchedFolder(place)
  }
}
