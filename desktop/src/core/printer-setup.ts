import type { DeviceKind } from '../../../native-bridges/src/driver.ts'
import type { PrintAsk, PrinterDriver, PrintProgress } from '../../../native-bridges/src/drivers/printer.ts'
import type { PrinterPlace } from '../../../native-bridges/src/drivers/printer-place.ts'
import type { FoundPrinter } from '../../../native-bridges/src/drivers/usb-printer-search.ts'
import { type HostedDriver, hosted } from '../../../native-bridges/src/host.ts'
import type { FormRoute, PrinterConfig, PrinterSettings } from '../api/devices.ts'
import { combinedDriver } from './combined-driver.ts'
import { type StartDriver, searched } from './device-setup.ts'
import type { Notes } from './notes.ts'
import type { Placement } from './printing/placed.ts'
import { type SwappableDriver, swappableDriver } from './swappable-driver.ts'

/** Where a form is printed: on which printer, out of which tray, how it is moved; without a printer, on the first there is. */
export interface PrintRoute {
  printer?: string
  tray?: string
  placement: Placement
}

/** The printers of this machine, as an administrator set them up; each has a process of its own. */
export interface PrinterSetup {
  drivers: { cardPrinter: PrinterDriver; documentPrinter: PrinterDriver }
  settings(): PrinterSettings
  use(settings: PrinterSettings): Promise<void>
  /** `form` is a template with its domain; `device` the printer that will have it. */
  route(form: string): Omit<PrintRoute, 'placement'> & Pick<FormRoute, 'side'>
  /** The printers on USB that take bytes and answer. */
  onUsb(signal: AbortSignal): Promise<FoundPrinter[]>
  /** How far a printer's print is off, in millimetres. */
  offset(device: string): { x: number; y: number }
  close(): Promise<void>
}

const NOTE = 'printers'

interface Parts {
  notes: Notes
  start: StartDriver
  log: (how: string) => void
}

type Host = HostedDriver<PrintAsk, PrintProgress>
type Kind = PrinterConfig['kind']

export async function openPrinters({ notes, start, log }: Parts): Promise<PrinterSetup> {
  const drivers: Record<Kind, SwappableDriver<PrintAsk, PrintProgress>> = {
    'card-printer': swappableDriver('card-printer'),
    'document-printer': swappableDriver('document-printer'),
  }
  const now = {
    settings: (await notes.get<PrinterSettings>(NOTE)) ?? { printers: [], forms: [] },
    hosts: new Map<string, Host>(),
  }
  const open = () => {
    for (const config of now.settings.printers) now.hosts.set(config.id, hostOf(config, start, log))
    for (const kind of Object.keys(drivers) as Kind[])
      drivers[kind].use(groupOf(kind, now.settings.printers, now.hosts))
  }
  const letGo = async () => {
    for (const driver of Object.values(drivers)) driver.use(undefined)
    await Promise.all([...now.hosts.values()].map(host => host.close()))
    now.hosts.clear()
  }
  open()
  return {
    drivers: { cardPrinter: drivers['card-printer'], documentPrinter: drivers['document-printer'] },
    settings: () => now.settings,
    async use(settings) {
      await notes.put(NOTE, settings)
      const same = addresses(settings) === addresses(now.settings)
      if (!same) await letGo()
      now.settings = settings
      if (!same) open()
    },
    route(form) {
      const { printer, tray, side = 'both' } = now.settings.forms.find(each => each.form === form) ?? {}
      return { ...(printer && { printer }), ...(tray && { tray }), side }
    },
    onUsb: signal =>
      searched<'search', FoundPrinter>(
        { start, log },
        { kind: 'document-printer', order: { driver: 'usb-printer-search' } },
        'search',
        signal,
      ),
    offset(device) {
      const { x = 0, y = 0 } = now.settings.printers.find(({ id }) => id === device) ?? {}
      return { x, y }
    },
    close: letGo,
  }
}

/** What makes a process: where forms go and how they are moved does not. */
const addresses = ({ printers }: PrinterSettings) => JSON.stringify(printers.map(({ x: _x, y: _y, ...at }) => at))

function hostOf(config: PrinterConfig, start: StartDriver, log: Parts['log']): Host {
  const { name, kind } = config
  return hosted<PrintAsk, PrintProgress>({
    kind,
    start: () => start({ driver: 'printer', place: placeOf(config) }),
    // With the first piece the printer has the job: a process that is lost then may have printed.
    mayHaveActed: (_ask, last) => last !== undefined,
    log: how => log(`${name}: ${how}`),
  })
}

function placeOf({ id, name, kind, uri, fingerprint, speaks, dpi }: PrinterConfig): PrinterPlace {
  if (speaks !== 'ipp') return { speaks, id, name, at: uri, dpi }
  return { speaks, address: { id, name, kind, uri, simulated: false, ...(fingerprint && { fingerprint }) } }
}

function groupOf(kind: DeviceKind, printers: readonly PrinterConfig[], hosts: ReadonlyMap<string, Host>) {
  const own = printers.filter(config => config.kind === kind).map(({ id }) => [id, hosts.get(id)!] as const)
  return own.length ? combinedDriver(kind, new Map(own)) : undefined
}
