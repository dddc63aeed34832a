import { createHash } from 'node:crypto'
import { list } from '../../desktop/src/core/printing/fixtures/sheets.ts'
import { createPrinter } from '../../desktop/src/core/printing/pdf.ts'
import { escposDriver } from '../../native-bridges/src/drivers/escpos.ts'
import { escposJob } from '../../native-bridges/src/drivers/escpos-job.ts'
import { simulatedIpp } from '../../native-bridges/src/drivers/ipp.simulator.ts'
import { ippDriver } from '../../native-bridges/src/drivers/ipp.ts'
import type { Label } from '../../native-bridges/src/drivers/label.ts'
import { drawLabel } from '../../native-bridges/src/drivers/label-drawing.ts'
import type { PrintAsk, PrinterDriver } from '../../native-bridges/src/drivers/printer.ts'
import { type RawSimulatorOptions, simulatedRaw } from '../../native-bridges/src/drivers/raw.simulator.ts'
import type { RawOptions } from '../../native-bridges/src/drivers/raw-printer.ts'
import { tsplDriver } from '../../native-bridges/src/drivers/tspl.ts'
import { tsplJob } from '../../native-bridges/src/drivers/tspl-job.ts'
import { zplDriver } from '../../native-bridges/src/drivers/zpl.ts'
import { zplJob } from '../../native-bridges/src/drivers/zpl-job.ts'
import type { BytePorts } from '../../native-bridges/src/ports/byte-port.ts'
import { atMost, type Row, told } from './measure.ts'

const JOBS = 20
const DPI = 203
const COPIES = 3

/** A sticker full of what could go wrong on its way: pictures of text, a code, quotes and signs of the languages themselves. */
const label = (at: number): Label => ({
  width: 60,
  height: 60,
  items: [
    { kind: 'text', x: 2, y: 2, width: 56, height: 7, text: `居住证领取凭条 𠮷 ${at}`, size: 12 },
    { kind: 'fill', x: 2, y: 10, width: 56, height: 0.5 },
    { kind: 'qr', x: 2, y: 12, width: 26, height: 26, text: `R:3304022026112200${at}^XZ "~JA" \u001b!.` },
    { kind: 'code128', x: 2, y: 40, width: 54, height: 8, text: `33040220261122${String(at).padStart(4, '0')}` },
    { kind: 'text', x: 2, y: 50, width: 56, height: 7, text: '凭此条及本人身份证领取', size: 11 },
  ],
})

interface Language {
  speaks: RawSimulatorOptions['speaks']
  driver: (ports: BytePorts, options: RawOptions) => PrinterDriver
  /** The bytes that are to be on the paper, by the language's own rules, without what only moves the printer on. */
  job(label: Label): Promise<Uint8Array>
}

const dots = (mm: number) => Math.round((mm * DPI) / 25.4)

const LANGUAGES: readonly Language[] = [
  {
    speaks: 'zpl',
    driver: zplDriver,
    async job(label) {
      const size = { width: dots(label.width), height: dots(label.height) }
      // A label ends with ^XZ; the line's end behind it is no part of it.
      return zplJob(await drawLabel(label, DPI), size, COPIES).subarray(0, -2)
    },
  },
  {
    speaks: 'tspl',
    driver: tsplDriver,
    job: async label => tsplJob(await drawLabel(label, DPI), { ...label, gap: 2 }, COPIES),
  },
  {
    speaks: 'escpos',
    driver: escposDriver,
    // The last three bytes ask whether all was printed.
    job: async label => escposJob(await drawLabel(label, DPI), dots(label.width), COPIES).subarray(0, -3),
  },
]

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

interface Compared {
  jobs: number
  wrong: number
  bytes: number
}

async function printed(driver: PrinterDriver, ask: PrintAsk): Promise<void> {
  const [device] = await driver.list()
  let last: string | undefined
  for await (const piece of driver.run(device!.id, ask, new AbortController().signal)) last = piece.state
  if (last !== 'done') throw new Error(`a job ended with ${last}`)
}

async function raw({ speaks, driver, job }: Language): Promise<Compared> {
  const machine = await simulatedRaw({ speaks, id: 'PRN-1', name: speaks })
  const printer = driver(machine.ports, {
    simulated: true,
    dpi: DPI,
    times: { patience: 5000, poll: 5, silence: 9000 },
  })
  const compared: Compared = { jobs: 0, wrong: 0, bytes: 0 }
  for (let at = 0; at < JOBS; at++) {
    const before = machine.jobs().length
    const sent = await job(label(at))
    const ask = { pdf: new Uint8Array(), title: '凭条', copies: COPIES, paper: 'A5', duplex: false, label: label(at) }
    await printed(printer, ask as PrintAsk)
    count(compared, sent, Buffer.concat(machine.jobs().slice(before)))
  }
  await machine.close()
  return compared
}

function count(compared: Compared, sent: Uint8Array, came: Uint8Array): void {
  compared.jobs++
  compared.bytes += came.length
  if (sha256(sent) !== sha256(came)) compared.wrong++
}

async function ipp(): Promise<Compared> {
  const machine = await simulatedIpp({ kind: 'document-printer', id: 'PRN-1', name: 'ipp', tray: 100_000 })
  const times = { patience: 5000, document: 20_000, poll: 5, silence: 9000 }
  const printer = ippDriver('document-printer', machine.addresses, times)
  const compared: Compared = { jobs: 0, wrong: 0, bytes: 0 }
  const forms = createPrinter()
  for (let at = 0; at < JOBS; at++) {
    const pdf = await forms.renderPdf(list(20 * (at + 1)), async () => undefined)
    await printed(printer, { pdf, title: '名单', copies: 1, paper: 'A4', duplex: false })
    count(compared, pdf, machine.jobs().at(-1)!.document)
  }
  await machine.close()
  return compared
}

async function run(): Promise<Row[]> {
  const rows: Row[] = []
  const row = (name: string, { jobs, wrong, bytes }: Compared) => {
    rows.push(atMost(`print: of ${jobs} jobs by ${name}, other bytes at the printer than sent`, wrong, 'jobs', 0))
    rows.push(told(`print: bytes compared by ${name}`, bytes / 1024, 'KiB'))
  }
  row('IPP', await ipp())
  for (const language of LANGUAGES) row(language.speaks.toUpperCase(), await raw(language))
  return rows
}

export default { name: 'print', run }
