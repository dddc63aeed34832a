import type { Driver } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import type { BytePorts } from '../ports/byte-port.ts'

/** A printer that is plugged in; its id is its address, `usb:` and its numbers. */
export interface FoundPrinter {
  id: string
  name: string
}

const SEARCH = { id: 'search', name: 'search', kind: 'document-printer', simulated: false } as const

/** Looks which printers are plugged in; none of them is opened or asked, so what another program prints goes on. */
export function usbPrinterSearch(printers: BytePorts): Driver<'search', FoundPrinter> {
  return exclusiveDriver<'search', FoundPrinter>({
    kind: 'document-printer',
    list: async () => [SEARCH],
    purpose: () => 'print',
    async *work() {
      yield* await printers.list()
    },
  })
}
