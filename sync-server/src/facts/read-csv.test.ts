import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type CsvRow, csvRows } from './read-csv.ts'

const folder = await mkdtemp(join(tmpdir(), 'chuangtai-csv-'))
afterAll(() => rm(folder, { recursive: true }))

/** What is read from a disk at once. */
const BLOCK = 256 * 1024
const HEAD = ['场所编号', '备注', '采集时间']

async function read(bytes: Uint8Array): Promise<Pick<CsvRow, 'row' | 'cells'>[]> {
  const path = join(folder, 'file.csv')
  await writeFile(path, bytes)
  const rows: Pick<CsvRow, 'row' | 'cells'>[] = []
  for await (const some of csvRows(path)) for (const { row, cells } of some) rows.push({ row, ...(cells && { cells }) })
  return rows
}

/** A file of these rows, some lines of text each, and where each begins. */
function written(rows: readonly (readonly string[])[]): { text: string; lines: number[] } {
  const cell = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lines: number[] = []
  let line = 1
  const texts = rows.map(cells => {
    const text = cells.map(cell).join(',')
    lines.push(line)
    line += text.split(/\r\n|\n/).length
    return text
  })
  return { text: `${texts.join('\r\n')}\r\n`, lines }
}

const plain = (i: number) => [`V${i}`, '门店', `2026-02-28 10:00:${String(i % 60).padStart(2, '0')}`]
const WILD = ['他说"好"', '第一行\n第二行\r\n第三行', '"', '""', ',', '\n', '甲,"乙"\n,丙', '']

test('quotes and line breaks that begin behind the first block, and over the edge of one, come as they were written', async () => {
  const rows = [HEAD, ...Array.from({ length: 9000 }, (_, i) => plain(i))]
  expect(Buffer.byteLength(written(rows).text)).toBeGreaterThan(BLOCK)
  for (let i = 0; i < 9000; i++) rows.push(i % 37 ? plain(i) : [`W${i}`, WILD[(i / 37) % WILD.length]!, '2026-02-28'])
  // One that begins some bytes before each edge that is left, and ends behind it: in turn within a sign, a quote, a break.
  for (let edge = 3; edge <= 5; edge++) {
    const room = edge * BLOCK - Buffer.byteLength(written(rows).text)
    rows.push(
      ...Array.from({ length: Math.floor(room / 33) - 1 }, (_, i) => [
        `P${String(i).padStart(9, '0')}`,
        '',
        '2026-02-28 10:00:00',
      ]),
    )
    const rest = edge * BLOCK - Buffer.byteLength(written(rows).text) - 2 - edge
    rows.push(['X'.repeat(rest), '"店""\r\n"', 'y'])
  }
  const { text, lines } = written(rows)
  const found = await read(Buffer.from(text))
  expect(found).toHaveLength(rows.length)
  expect(found.find(({ row, cells }, i) => row !== lines[i] || String(cells) !== String(rows[i]))).toBeUndefined()
})

test('GB 18030 with signs of two and four bytes over the edge of a block', async () => {
  const signs = { 门: [0xc3, 0xc5], 店: [0xb5, 0xea], 𠀀: [0x95, 0x32, 0x82, 0x36] }
  for (const [sign, bytes] of Object.entries(signs))
    expect(new TextDecoder('gb18030').decode(new Uint8Array(bytes))).toBe(sign)
  const sign = [...signs.店, ...signs.𠀀, ...signs.门]
  for (let shift = 0; shift < sign.length; shift++) {
    const head = Buffer.concat([Buffer.from('a,b\r\n1,'), Buffer.alloc(shift, 'x'), Buffer.from('\r\n')])
    // Each line as long as the other, so that the edge falls on each byte of the signs in turn.
    const line = Buffer.concat([Buffer.from(sign), Buffer.from(','), Buffer.from(sign), Buffer.from('\r\n')])
    const count = Math.ceil((BLOCK + 2000) / line.byteLength)
    const found = await read(Buffer.concat([head, ...Array.from({ length: count }, () => line)]))
    expect(found).toHaveLength(count + 2)
    expect(found.slice(2).every(({ cells }) => cells?.length === 2 && cells.every(cell => cell === '店𠀀门'))).toBe(
      true,
    )
  }
})

test('a quote that is never closed, or a line without end, is told by its line, and what is before it is given', async () => {
  const rows = [HEAD, ...Array.from({ length: 8000 }, (_, i) => plain(i))]
  const { text, lines } = written(rows)
  for (const bad of ['V1,"门店,2026-02-28', `V1,${'x'.repeat(200_000)},2026-02-28`]) {
    const found = await read(Buffer.from(`${text}${bad}`))
    expect(rows.findIndex((cells, i) => String(found[i]?.cells) !== String(cells))).toBe(-1)
    const rest = found.slice(rows.length)
    expect(rest.map(({ cells }) => cells)).toEqual(rest.length ? [undefined] : [])
    expect(rest.map(({ row }) => row)).toEqual([lines.at(-1)! + 1])
  }
})
