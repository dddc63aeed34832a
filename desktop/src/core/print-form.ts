import type { DeviceInfo } from '../../../native-bridges/src/driver.ts'
import type { PrinterDriver } from '../../../native-bridges/src/drivers/printer.ts'
import type { Paper } from '../../../shared-types/src/model/template.ts'
import type { Status } from '../api/sync.ts'
import { type DeviceStates, faultText } from './device-states.ts'
import type { Form } from './form.ts'
import { type PrintOutcome, printed } from './print-end.ts'
import type { PrinterSetup } from './printer-setup.ts'
import { labelOf } from './printing/label-of.ts'
import { placed } from './printing/placed.ts'
import type { CoreLanguage } from './words.ts'

/** How a print ended, as far as anyone can know. */
export interface PrintEnd {
  device: string
  ended: PrintOutcome
  /** Why, when it did not end well. */
  text: string
}

/** Where forms go, when somebody has set that. */
export type PrintRoutes = Pick<PrinterSetup, 'route' | 'offset'>

/** The printer that a form goes to: that one and no other, where one is named. */
export async function printerFor(
  driver: PrinterDriver | undefined,
  routes: PrintRoutes | undefined,
  form = '',
): Promise<DeviceInfo | undefined> {
  const named = routes?.route(form).printer
  const devices = (await driver?.list()) ?? []
  return named ? devices.find(({ id }) => id === named) : devices[0]
}

/** The name of the printer that a form would go to, by what is known of the devices now; empty when there is none. */
export function printerNameFor(
  states: Status['devices'],
  setup: Pick<PrinterSetup, 'route' | 'settings'> | undefined,
  printer: PrintJob['printer'],
  form: string,
): string {
  const kind = printer === 'card' ? 'card-printer' : 'document-printer'
  const named = setup?.route(form).printer
  const all = (setup?.settings().printers ?? states).filter(each => (named ? each.id === named : each.kind === kind))
  const isHere = ({ id }: { id: string }) => states.some(each => each.id === id && each.state !== 'absent')
  return (all.find(isHere) ?? all[0])?.name ?? ''
}

interface PrintJob {
  printer: 'document' | 'card'
  form: Form
  language: CoreLanguage
  signal: AbortSignal
  routes: PrintRoutes | undefined
}

/** Never throws: what went wrong is in the answer, and a job is never sent twice. */
export async function printForm(
  driver: PrinterDriver | undefined,
  states: Pick<DeviceStates, 'note'>,
  { printer, form, language, signal, routes }: PrintJob,
): Promise<PrintEnd> {
  const kind = printer === 'card' ? 'card-printer' : 'document-printer'
  const nothing = (device: string, fault: 'absent' | 'unreadable'): PrintEnd => {
    return { device, ended: 'nothing', text: faultText(kind, { fault, facts: {} }, language) }
  }
  const device = await printerFor(driver, routes, form.template)
  if (!driver || !device) return nothing('', 'absent')
  const paper = printer === 'card' ? 'card' : sheetFor(form.paper)
  const { tray, side } = routes?.route(form.template) ?? { side: 'both' as const }
  const placement = {
    ...(routes?.offset(device.id) ?? { x: 0, y: 0 }),
    side: printer === 'card' ? side : 'both',
  } as const
  const pdf = await placed(form.bytes, placement).catch(() => undefined)
  if (!pdf) return nothing(device.name, 'unreadable')
  const duplex = printer === 'card' && side === 'both'
  const label = form.sheet && labelOf(form.sheet, placement)
  const more = { ...(tray && { tray }), ...(label && { label }) }
  const ask = { pdf, title: form.name, copies: 1, paper, duplex, ...more } as const
  const { ended, fault } = await printed(driver, device, ask, signal)
  states.note(device, fault ? 'fault' : 'ready', fault)
  return { device: device.name, ended, text: fault ? faultText(device.kind, fault, language) : '' }
}

/** Millimetres of A5 (ISO 216), upright. */
const A5 = { width: 148, height: 210 }

/** The sheet that a form is laid on: its own, or for a size of its own the smallest that holds it, either way round. */
function sheetFor(paper: Paper): 'A4' | 'A5' {
  if (paper === 'A4' || paper === 'A5') return paper
  if (paper === 'card') return 'A5'
  const [short, long] = [paper.width, paper.height].sort((a, b) => a - b) as [number, number]
  return short <= A5.width && long <= A5.height ? 'A5' : 'A4'
}
