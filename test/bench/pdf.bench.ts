import { monitorEventLoopDelay } from 'node:perf_hooks'
import sharp from 'sharp'
import { list, permitCard, receipt } from '../../desktop/src/core/printing/fixtures/sheets.ts'
import { createPrinter } from '../../desktop/src/core/printing/pdf.ts'

interface Row {
  name: string
  value: number
  unit: string
  limit: number
  ok: boolean
}

const row = (name: string, value: number, limit: number): Row => ({
  name,
  value: Math.round(value * 10) / 10,
  unit: 'ms',
  limit,
  ok: value <= limit,
})

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function median(times: number, work: (i: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = []
  for (let i = 0; i < times; i++) taken.push(await timed(() => work(i)))
  return taken.sort((a, b) => a - b)[times >> 1]!
}

/** Longest time in milliseconds that nobody else had a turn while the work ran. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await work()
  delay.disable()
  return delay.max / 1e6
}

async function run(): Promise<Row[]> {
  // A photo as a card carries it: 358 × 441 pixels with detail everywhere.
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const
  const photo = await sharp({ create: { width: 358, height: 441, channels: 3, background: '#808080', noise } })
    .jpeg({ quality: 90 })
    .toBuffer()
  const printer = createPrinter()
  const images = async () => photo
  const first = await timed(() => printer.renderPdf(permitCard(), images))
  const names = ['欧阳𠮷㛃', '王小明', '阿卜杜热合曼·买买提', '李䶮']
  const permit = await median(21, i => printer.renderPdf(permitCard(names[i % names.length]), images))
  const paper = await median(21, () => printer.renderPdf(receipt(), images))
  const rows200 = await median(7, () => printer.renderPdf(list(200), images))
  const rows5000 = await timed(() => printer.renderPdf(list(5000), images))
  const block = await longestBlock(() => printer.renderPdf(list(5000), images))
  return [
    row('pdf: first permit, fonts read', first, 1000),
    row('pdf: permit, both sides, photo and QR, warm', permit, 100),
    row('pdf: receipt on A5, warm', paper, 100),
    row('pdf: list of 200 rows', rows200, 300),
    row('pdf: list of 5,000 rows', rows5000, 5000),
    row('pdf: longest block of the core while 5,000 rows print', block, 50),
  ]
}

export default { name: 'pdf', run }
