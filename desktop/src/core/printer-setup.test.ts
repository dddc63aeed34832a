import { afterEach, expect, test } from 'vitest'
import { type IppSimulator, simulatedIpp } from '../../../native-bridges/src/drivers/ipp.simulator.ts'
import { simulatedRaw } from '../../../native-bridges/src/drivers/raw.simulator.ts'
import { forkDriver } from '../../../native-bridges/src/fork-driver.ts'
import type { FormRoute, PrinterConfig } from '../api/devices.ts'
import { type Devices, openDevices } from './devices.ts'
import type { Form } from './form.ts'
import type { Notes } from './notes.ts'
import { openPrinters, type PrinterSetup } from './printer-setup.ts'
import { createPrinter } from './printing/pdf.ts'
import { testPage } from './printing/test-page.ts'

const PROGRAM = new URL('../../../native-bridges/src/device-process.ts', import.meta.url)
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

function memory(): Notes {
  const kept = new Map<string, unknown>()
  return {
    get: async <T>(id: string) => kept.get(id) as T | undefined,
    put: async (id, value) => void kept.set(id, structuredClone(value)),
  }
}

async function machine(kind: PrinterConfig['kind'], id: string): Promise<IppSimulator & { config: PrinterConfig }> {
  const printer = await simulatedIpp({ kind, id, name: id, tray: 50 })
  closing.push(printer.close)
  const { uri } = (await printer.addresses.list())[0]!
  return {
    ...printer,
    config: { id, name: `${id} 号`, kind, uri, speaks: 'ipp', dpi: 203, fingerprint: '', x: 0, y: 0 },
  }
}

async function desk(notes: Notes): Promise<{ setup: PrinterSetup; devices: Devices }> {
  const setup = await openPrinters({ notes, start: order => forkDriver(PROGRAM, order), log: () => undefined })
  const devices = await openDevices(
    setup.drivers,
    () => '2026-11-22',
    () => undefined,
    () => undefined,
    setup,
  )
  closing.push(async () => {
    await devices.close()
    await setup.close()
  })
  return { setup, devices }
}

async function form(template: string, paper: 'A4' | 'card' = 'A4'): Promise<Form> {
  const bytes = await createPrinter().renderPdf(testPage(template, ['表格'], paper), async () => undefined)
  return { name: '表格.pdf', mime: 'application/pdf', bytes, template, paper }
}

/** A form that fits a sticker, with all that a test page has. */
async function sticker(template: string): Promise<Form> {
  const paper = { width: 70, height: 60 }
  const lines = [
    '标签机（PRN-9）',
    '当前校准：向右 0 毫米',
    '用尺量十字中心到纸张左边、上边的距离，应各为 10 毫米。偏差多少就改多少。',
  ]
  const sheet = testPage(template, lines, paper)
  const bytes = await createPrinter().renderPdf(sheet, async () => undefined)
  return { name: '标签.pdf', mime: 'application/pdf', bytes, template, paper, sheet }
}

const to = (form: string, printer: string, more: Partial<FormRoute> = {}): FormRoute => {
  return { form, printer, tray: '', side: 'both', ...more }
}

test('each form goes to its printer, moved as that one needs it, each printer in a process of its own; kept over a restart', async () => {
  const notes = memory()
  const [front, back] = [await machine('document-printer', 'PRN-1'), await machine('document-printer', 'PRN-2')]
  const { setup, devices } = await desk(notes)
  expect(await devices.print('document', await form('d.receipt'), 'zh-CN')).toMatchObject({ ended: 'nothing' })
  const offBy = { ...back.config, x: 2 }
  await setup.use({ printers: [front.config, offBy], forms: [to('d.receipt', 'PRN-2', { tray: 'tray-2' })] })
  const receipt = await form('d.receipt')
  await expect.poll(() => devices.printerId('document', 'd.receipt')).toBe('PRN-2')
  await expect.poll(() => devices.printerId('document', 'd.other')).toBe('PRN-1')
  expect(['d.receipt', 'd.other'].map(name => devices.printerName('document', name, 'zh-CN'))).toEqual([
    'PRN-2 号',
    'PRN-1 号',
  ])
  expect(await devices.print('document', receipt, 'zh-CN')).toEqual({ device: 'PRN-2 号', ended: 'good', text: '' })
  expect(await devices.print('document', await form('d.other'), 'zh-CN')).toMatchObject({ device: 'PRN-1 号' })
  expect([front.jobs().length, back.jobs().length]).toEqual([1, 1])
  expect(Buffer.from(back.jobs()[0]!.document).equals(Buffer.from(receipt.bytes)), 'it was moved').toBe(false)

  // A change of the offset alone is no reason to begin anew; the same settings are there after a restart.
  await setup.use({ printers: [front.config, back.config], forms: [to('d.receipt', 'PRN-2')] })
  expect(await devices.print('document', receipt, 'zh-CN')).toMatchObject({ ended: 'good' })
  expect(Buffer.from(back.jobs()[1]!.document).equals(Buffer.from(receipt.bytes)), 'byte for byte').toBe(true)
  const again = await openPrinters({ notes, start: order => forkDriver(PROGRAM, order), log: () => undefined })
  closing.push(again.close)
  expect(again.route('d.receipt').printer).toBe('PRN-2')
})

test('a form whose printer is away is printed nowhere: never on another one, that may not be registered', async () => {
  const [one, other] = [await machine('card-printer', 'PRN-1'), await machine('card-printer', 'PRN-2')]
  const { setup, devices } = await desk(memory())
  await setup.use({ printers: [one.config, other.config], forms: [to('d.card', 'PRN-1')] })
  await expect.poll(() => devices.printerId('card', 'd.card')).toBe('PRN-1')
  one.controls.unplug()
  expect(await devices.printerId('card', 'd.card')).toBe('')
  expect(await devices.print('card', await form('d.card', 'card'), 'zh-CN')).toMatchObject({ ended: 'nothing' })
  expect([one.jobs(), other.jobs()]).toEqual([[], []])
})

test('a card that was sent to a printer that fell silent leaves it open what became of it, and is not sent again', async () => {
  const card = await machine('card-printer', 'PRN-1')
  const { setup, devices } = await desk(memory())
  await setup.use({ printers: [card.config], forms: [] })
  await expect.poll(() => devices.printerId('card')).toBe('PRN-1')
  card.controls.fault('uncertain')
  const end = await devices.print('card', await form('d.card', 'card'), 'zh-CN')
  expect(end).toMatchObject({ ended: 'uncertain', text: expect.stringContaining('未确认前不会重新制证') })
  expect(card.jobs()).toHaveLength(1)
})

test('a form goes to a sticker printer in its own bytes, and what it cannot print is refused', async () => {
  const machine = await simulatedRaw({ speaks: 'zpl', id: 'PRN-9', name: '标签机', copyMs: 5 })
  closing.push(machine.close)
  const { setup, devices } = await desk(memory())
  const uri = `socket://127.0.0.1:${machine.port}`
  const config = {
    id: 'PRN-9',
    name: '标签机',
    kind: 'document-printer',
    speaks: 'zpl',
    dpi: 203,
    uri,
    fingerprint: '',
  } as const
  await setup.use({ printers: [{ ...config, x: 0, y: 0 }], forms: [] })
  await expect.poll(() => devices.printerId('document')).toBe('PRN-9')
  expect(await devices.print('document', await sticker('d.sticker'), 'zh-CN')).toMatchObject({ ended: 'good' })
  expect(machine.jobs()[0]!.toString('latin1')).toMatch(/^\^XA.*\^GFA,.*\^PQ1\^XZ$/s)
  const document = await devices.print('document', await form('d.list'), 'zh-CN')
  expect(document).toMatchObject({ ended: 'nothing', text: expect.stringContaining('不接受') })
  expect(machine.jobs()).toHaveLength(1)
})

test('a printer on USB is one like others: looked for in a process of its own, and absent while nobody plugged it in', async () => {
  const { setup, devices } = await desk(memory())
  const found = await setup.onUsb(AbortSignal.timeout(60_000))
  // On a machine with USB printers these stand here, each by the address that the settings take.
  for (const { id } of found) expect(id).toMatch(/^usb:[0-9a-f]{4}:[0-9a-f]{4}:./)
  const uri = 'usb:0a5f:0164:nobody'
  const config = { id: 'PRN-5', name: '标签机', kind: 'document-printer', speaks: 'zpl', uri } as const
  await setup.use({
    printers: [{ ...config, dpi: 203, fingerprint: '', x: 0, y: 0 }],
    forms: [to('d.sticker', 'PRN-5')],
  })
  expect(await devices.print('document', await sticker('d.sticker'), 'zh-CN')).toMatchObject({ ended: 'nothing' })
})
