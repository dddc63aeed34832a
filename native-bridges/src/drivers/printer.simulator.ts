import type { PrinterControls } from '../controls.ts'
import { DeviceError, type DeviceInfo } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import { namesIn, writeWhole } from '../kept-files.ts'
import { type SimulatedCable, simulatedCable } from '../simulated-cable.ts'
import { pdfPages } from './pdf-pages.ts'
import type { PrintAsk, PrinterDriver, PrintProgress } from './printer.ts'

export interface PrinterSimulatorOptions {
  kind: 'card-printer' | 'document-printer'
  /** The code on the machine, which print terminals are registered by: PRN-…. */
  id: string
  name: string
  /** Where the printed PDFs are kept, as <job>.pdf beside <job>.json. */
  folder: string
  /** Blank cards or sheets in the tray. */
  tray: number
  /** Milliseconds a sheet takes. */
  sheetMs?: number
}

interface Machine {
  device: DeviceInfo
  cable: SimulatedCable
  folder: string
  tray: number
  sheetMs: number
  fault: 'jam' | 'cover' | 'uncertain' | undefined
}

/** A printer that keeps its PDFs in a folder and has a tray that runs out. */
export function simulatedPrinter(options: PrinterSimulatorOptions): {
  driver: PrinterDriver
  controls: PrinterControls
} {
  const device: DeviceInfo = { id: options.id, name: options.name, kind: options.kind, simulated: true }
  const { folder, tray, sheetMs = 0 } = options
  const machine: Machine = { device, cable: simulatedCable(device), folder, tray, sheetMs, fault: undefined }
  const driver = exclusiveDriver<PrintAsk, PrintProgress>({
    kind: options.kind,
    list: machine.cable.list,
    watch: machine.cable.watch,
    purpose: () => 'print',
    work: (_device, ask, signal) => print(machine, ask, signal),
  })
  return { driver, controls: controlsOf(machine) }
}

async function* print(machine: Machine, ask: PrintAsk, signal: AbortSignal): AsyncGenerator<PrintProgress> {
  const wanted = sheetsOf(ask, machine.device)
  await machine.cable.pass(0, signal)
  if (machine.fault === 'cover') throw new DeviceError('cover', 'the cover is open', { sheets: 0 })
  if (machine.tray < wanted) {
    throw new DeviceError('consumable', 'the tray runs out', { sheets: 0, left: machine.tray, wanted })
  }
  const job = await nextJob(machine.folder)
  await writeWhole(machine.folder, `${job}.pdf`, ask.pdf)
  let sheets = 0
  let state = 'cancelled'
  try {
    yield { state: 'queued', job, sheets }
    for (; sheets < wanted; sheets++) {
      yield { state: 'printing', job, sheets }
      await sheet(machine, signal)
    }
    state = 'done'
  } catch (cause) {
    if (!(cause instanceof DeviceError)) throw cause
    state = cause.fault
    throw new DeviceError(cause.fault, cause.detail, { job, sheets }, { cause })
  } finally {
    const { title, copies, paper, duplex } = ask
    await writeWhole(
      machine.folder,
      `${job}.json`,
      JSON.stringify({ job, state, sheets, title, copies, paper, duplex }),
    )
  }
  yield { state: 'done', job, sheets }
}

/** One sheet through the machine. Once it moves, silence leaves open whether it came out. */
async function sheet(machine: Machine, signal: AbortSignal): Promise<void> {
  await machine.cable.pass(machine.sheetMs, signal).catch(error => {
    if (error instanceof DeviceError && error.fault === 'absent') machine.tray--
    throw error instanceof DeviceError && error.fault === 'absent' ? silent() : error
  })
  machine.tray--
  if (machine.fault === 'jam') throw new DeviceError('jam', 'a sheet is stuck inside')
  if (machine.fault === 'uncertain') throw silent()
}

const silent = () => new DeviceError('uncertain', 'the printer fell silent while a sheet moved')

/** @throws {DeviceError} `unreadable` for what is no PDF, `protocol` for what this printer cannot do. */
function sheetsOf({ pdf, copies, paper, duplex }: PrintAsk, { kind }: DeviceInfo): number {
  if ((paper === 'card') !== (kind === 'card-printer')) throw new DeviceError('protocol', `no ${paper} in a ${kind}`)
  if (!Number.isInteger(copies) || copies < 1 || copies > 99) throw new DeviceError('protocol', `${copies} copies`)
  const pages = pdfPages(pdf)
  if (!pages) throw new DeviceError('unreadable', 'the document is no PDF, or has no page')
  return copies * Math.ceil(pages / (duplex ? 2 : 1))
}

/** Goes on where the folder's last job ended, so that numbers stay unique over restarts. */
async function nextJob(folder: string): Promise<string> {
  const last = (await namesIn(folder)).findLast(name => /^job-\d{6}\./.test(name))
  return `job-${String(Number(last?.slice(4, 10) ?? 0) + 1).padStart(6, '0')}`
}

function controlsOf(machine: Machine): PrinterControls {
  return {
    left: () => machine.tray,
    refill(sheets) {
      machine.tray += sheets
    },
    fault(fault) {
      machine.fault = fault
    },
    slow(ms) {
      machine.sheetMs = ms
    },
    unplug: machine.cable.unplug,
    plugIn: machine.cable.plugIn,
  }
}
