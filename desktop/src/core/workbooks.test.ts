import { readFile } from 'node:fs/promises'
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { kindOf, kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import { checkCharacter } from '../../../shared-types/src/engine/person-id.ts'
import { fromRow, headingProblems } from '../../../shared-types/src/engine/sheet.ts'
import { sheetColumns } from '../../../shared-types/src/engine/sheet-columns.ts'
import { rowsWorkbook } from '../../../shared-types/src/workbooks/rows-write.ts'
import { WORKBOOK_LIMITS } from '../../../shared-types/src/workbooks/workbook-check.ts'
import { WorkbookFault } from '../../../shared-types/src/workbooks/workbook-fault.ts'
import { readWorkbook, type SheetRow } from '../../../shared-types/src/workbooks/workbook-read.ts'
import { templateWorkbook, wholeOf, writeRows } from '../../../shared-types/src/workbooks/workbook-write.ts'
import { zipParts } from '../../../shared-types/src/workbooks/zip-parts.ts'
import { libraryLoans } from '../../../test/fixtures/library-loans/index.ts'

const kinds = kindsOf([libraryLoans])
const book = kindOf(kinds, 'library-loans.book')
const loan = kindOf(kinds, 'library-loans.loan')

async function rowsOf(bytes: Uint8Array, limits = WORKBOOK_LIMITS): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  for await (const row of readWorkbook(bytes, limits)) rows.push(row)
  return rows
}

async function faultOf(bytes: Uint8Array, limits = WORKBOOK_LIMITS): Promise<WorkbookFault> {
  const fault = await rowsOf(bytes, limits).catch((error: unknown) => error)
  if (fault instanceof WorkbookFault) return fault
  throw new Error(`no fault: ${JSON.stringify(fault)?.slice(0, 200)}`, { cause: fault })
}

const HAN = [...'𠮷䶮㛃𬀩𪟝王李张赵欧阳晓棠博文涛强珊瑚路号楼单元室广州市天河区（）“”、。·—…①Ⅳ㎡ａＢ']

/** 20,000 rows of what an import holds: names with rare characters, ID numbers, texts that look like something else. */
function* people(count: number): Generator<string[]> {
  let state = 42
  const next = (n: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 8) % n
  }
  const text = (most: number) => Array.from({ length: 1 + next(most) }, () => HAN[next(HAN.length)]).join('')
  const odd = [
    '0012',
    '1e5',
    '3-5',
    'TRUE',
    '2026-01-05',
    '<a href="x">&amp;',
    "'=1+1",
    ' 前后 ',
    '多\n行',
    '_x000D_',
    '𠮷'.repeat(40),
    '007',
    '\t',
    '12345678901234567890',
  ]
  for (let i = 0; i < count; i++) {
    const digits = `440106${1950 + next(60)}0${1 + next(9)}1${next(10)}${String(next(1000)).padStart(3, '0')}`
    yield [
      text(6),
      digits + checkCharacter(digits),
      `138${String(next(1e8)).padStart(8, '0')}`,
      text(40),
      odd[next(odd.length)]!,
    ]
  }
}

test('20,000 rows of Chinese text and ID numbers come back cell by cell, as a stream and with shared strings', async () => {
  const given = [...people(20_000)]
  // Another writer leaves this text to be read as the character that it escapes.
  const others = given.map(row => row.map(cell => (cell === '_x000D_' ? 'x' : cell)))
  const streamed = await wholeOf(writeRows('人员', ['姓名', '证件号码', '电话', '住址', '备注'], given))
  const shared = await writeXlsx({
    sheets: [{ name: '人员', rows: [['姓名', '证件号码', '电话', '住址', '备注'], ...others] }],
  })
  for (const [bytes, rows] of [
    [streamed, given.map(row => row.map(cell => (/^[=+\-@＝＋－＠\t\r]/.test(cell) ? `'${cell}` : cell)))],
    [shared, others],
  ] as const) {
    let at = 0
    let wrong = 0
    for await (const { row, cells } of readWorkbook(bytes)) {
      if (row === 1) continue
      const expected = rows[at++]!
      if (row !== at + 1 || cells.length !== 5 || cells.some((cell, i) => cell !== expected[i])) wrong++
    }
    expect([at, wrong]).toEqual([20_000, 0])
  }
})

test('a list is written without holding it: 400,000 cells take little memory', async () => {
  const rows = function* () {
    for (let i = 0; i < 40_000; i++)
      yield [`姓名${i}`, '440106199001010012', 'x', i, '住址'.repeat(5), 'y', i, 'z', 'a', 'b']
  }
  global.gc?.()
  const before = process.memoryUsage().rss
  let peak = 0
  let bytes = 0
  for await (const chunk of writeRows('清单', Array(10).fill('列') as string[], rows())) {
    bytes += chunk.byteLength
    peak = Math.max(peak, process.memoryUsage().rss - before)
  }
  expect(bytes).toBeGreaterThan(4e5)
  expect(peak / 2 ** 20).toBeLessThan(120)
})

test('a workbook of another program is read: dates, numbers, flags, a skipped row, a formula without a value', async () => {
  const rows = await rowsOf(new Uint8Array(await readFile(new URL('./fixtures/openpyxl.xlsx', import.meta.url))))
  expect(rows.map(({ row }) => row)).toEqual([1, 2, 3, 4, 6])
  const [head, first, second, third, last] = rows.map(({ cells }) => cells)
  expect(headingProblems(book, head!, 'zh-CN')).toEqual([])
  const read = (cells: SheetRow['cells']) => fromRow(book, head!, cells, '2026-11-22').data
  expect(read(first!)).toEqual({
    barcode: 'B0001',
    title: '𠮷野家的书',
    kind: 'book',
    bought: '2026-03-05',
    price: 12.5,
    rare: true,
  })
  expect(read(second!)).toEqual({ barcode: 'B0002', kind: 'journal', bought: '2026-03-06', price: 100, rare: false })
  expect(third![0]).toBe('110105194912310021')
  expect(read(third!)).toMatchObject({ bought: '2026-03-07', rare: true })
  expect(read(last!)).toMatchObject({ barcode: 'B0004', bought: '2023-03-15' })
})

test('the template asks for what the record type takes, keeps numbers as text, and is read back under its own headings', async () => {
  for (const language of ['zh-CN', 'en'] as const) {
    for (const kind of [book, loan]) {
      const bytes = await templateWorkbook(kind, language)
      const [head, ...others] = await rowsOf(bytes)
      expect(others).toEqual([])
      expect(headingProblems(kind, head!.cells, language)).toEqual([])
      const { sheets } = await readXlsx(bytes, { readStyles: true })
      const columns = sheetColumns(kind, language)
      expect(sheets[0]!.dataValidations).toHaveLength(columns.length)
      expect(sheets[1]).toMatchObject({ name: '_lists', veryHidden: true })
    }
  }
  const { sheets } = await readXlsx(await templateWorkbook(book, 'zh-CN'), { readStyles: true })
  expect(sheets[1]!.rows[0]).toEqual(['图书', '是'])
  expect(sheets[0]!.dataValidations?.[2]).toMatchObject({
    type: 'list',
    formula1: '_lists!$A$1:$A$3',
    range: 'C2:C2001',
    inputTitle: '类别',
  })
  const format = (cell: string) => sheets[0]!.cells?.get(cell)?.style?.numFmt
  expect([format('1,0'), format('2000,4'), format('1,6'), format('1,7')]).toEqual(['@', '@', 'General', 'General'])
})

test('what is no workbook says what it is', async () => {
  const text = (s: string) => new TextEncoder().encode(s)
  expect((await faultOf(new Uint8Array())).code).toBe('not-a-workbook')
  expect((await faultOf(text('姓名,证件号码\n王晓棠,440106'))).code).toBe('not-a-workbook')
  expect((await faultOf(text('<html><table>'))).code).toBe('not-a-workbook')
  expect((await faultOf(zip([{ name: 'word/document.xml', data: text('<w/>') }]))).code).toBe('not-a-workbook')
  const compound = new Uint8Array(2048)
  compound.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  expect((await faultOf(compound)).code).toBe('old-format')
  const encrypted = await writeXlsx({
    sheets: [{ name: 'a', rows: [['a']] }],
    encryption: { password: 'x', spinCount: 1000 },
  })
  expect((await faultOf(encrypted)).code).toBe('encrypted')
})

test('a file that breaks off, or of which a bit has flipped, is broken and gives no row wrongly', async () => {
  const whole = await wholeOf(
    writeRows(
      '人员',
      ['姓名', '证件号码'],
      [...people(300)].map(p => p.slice(0, 2)),
    ),
  )
  const given = await rowsOf(whole)
  for (const share of [0.1, 0.5, 0.9, 0.999]) {
    expect((await faultOf(whole.slice(0, Math.floor(whole.length * share)))).code, String(share)).toBe('broken')
  }
  let refused = 0
  for (let i = 0; i < 400; i++) {
    const bytes = whole.slice()
    bytes[(i * 7919) % bytes.length]! ^= 1 << (i % 8)
    const rows = await rowsOf(bytes).catch((error: unknown) => {
      expect(error).toBeInstanceOf(WorkbookFault)
      refused++
    })
    // A bit in a name or a style may do no harm; a cell must never change.
    if (rows?.length) expect(rows).toEqual(given)
  }
  expect(refused).toBeGreaterThan(200)
})

test('a bomb is refused by what it says of itself, before anything is unfolded', async () => {
  const sheet = new Uint8Array(64 * 2 ** 20).fill(0x20)
  const bomb = zip([
    { name: 'xl/workbook.xml', data: new TextEncoder().encode('<workbook/>') },
    { name: 'xl/worksheets/sheet1.xml', data: sheet },
  ])
  const start = performance.now()
  expect((await faultOf(bomb)).code).toBe('bomb')
  expect(performance.now() - start).toBeLessThan(500)
  expect((await faultOf(bomb, { ...WORKBOOK_LIMITS, ratio: 1e6, unfolded: 2 ** 20 })).facts).toEqual({
    limit: 1,
  })
  const lying = zip([
    { name: 'xl/workbook.xml', data: new TextEncoder().encode('<workbook/>') },
    { name: 'xl/worksheets/sheet1.xml', data: sheet, says: 5000 },
  ])
  expect((await faultOf(lying)).code).toBe('broken')
  const silent = zip([
    { name: 'xl/workbook.xml', data: new TextEncoder().encode('<workbook/>') },
    { name: 'xl/worksheets/sheet1.xml', data: sheet, says: 0 },
  ])
  expect((await faultOf(silent)).code).toBe('broken')
  const many = zip(Array.from({ length: 30 }, (_, i) => ({ name: `xl/${i}.xml`, data: new Uint8Array(10) })))
  expect((await faultOf(many, { ...WORKBOOK_LIMITS, parts: 20 })).code).toBe('bomb')
  expect((await faultOf(many, { ...WORKBOOK_LIMITS, bytes: 1000 })).code).toBe('too-large')
})

test('a list of texts that unfolds into more than it says is refused as well', async () => {
  const good = { name: 'xl/worksheets/sheet1.xml', data: new TextEncoder().encode('<worksheet/>') }
  const texts = { name: 'xl/sharedStrings.xml', data: new Uint8Array(64 * 2 ** 20).fill(0x20), says: 900_000 }
  const start = process.memoryUsage().rss
  expect((await faultOf(zip([good, texts]))).code).toBe('broken')
  expect((process.memoryUsage().rss - start) / 2 ** 20).toBeLessThan(60)
})

test('cells far outside of any sheet, and names for texts without end, take no memory', async () => {
  const head =
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">' +
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
  const sheet = (cell: string, row = 1) =>
    `${head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="${row}">${cell}</row></sheetData></worksheet>`
  const plain = await writeXlsx({ sheets: [{ name: '人员', rows: [['姓名'], ['张三']] }] })
  const start = process.memoryUsage().rss
  for (const [cell, row] of [
    ['<c r="ZZZZZZ1" t="inlineStr"><is><t>x</t></is></c>', 1],
    ['<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>', 1048576],
    ['<c r="A999999999999" t="inlineStr"><is><t>x</t></is></c>', 999999999999],
    ['<c r="A1" t="inlineStr"><is><t>&d;&d;&d;&d;&d;&d;</t></is></c>', 1],
  ] as const) {
    const bytes = zip(withSheet(plain, sheet(cell, row)))
    const rows = await rowsOf(bytes).catch((error: WorkbookFault) => error)
    if (!(rows instanceof WorkbookFault)) {
      expect(rows.length).toBeLessThanOrEqual(1)
      for (const { cells } of rows) expect(cells.length).toBeLessThanOrEqual(16_384)
      expect(JSON.stringify(rows).length).toBeLessThan(100_000)
    }
  }
  expect((process.memoryUsage().rss - start) / 2 ** 20).toBeLessThan(100)
})

test('no sheet leaves with a formula, whoever forgot to take it out', async () => {
  const wild = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', "'=1", 'a=1', '']
  const rows = await rowsOf(
    await wholeOf(
      writeRows(
        '清单',
        ['内容'],
        wild.map(text => [text]),
      ),
    ),
  )
  expect(rows.slice(1).map(({ cells }) => cells[0])).toEqual([
    "'=1+1",
    "'+1",
    "'-1",
    "'@SUM(A1)",
    "'\t=1",
    "'\r=1",
    "'＝1",
    "'=1",
    'a=1',
  ])
})

test('what a sheet has no room for goes on with another one under the same headings; no character is lost', async () => {
  const texts = ['a', '\x07_x0041_', '<&>"', ' b\n', '\ud83d', '\u{20000}', 'g']
  const book = { name: "名&'", head: [['上'], ['编号', '数']], widths: [12, 12], asText: true }
  const rows = texts.map((text, i) => [text, i * 1000.5])
  const { sheets } = await readXlsx(
    await wholeOf(ReadableStream.from(rowsWorkbook(book, rows, 5)) as ReadableStream<Uint8Array>),
  )
  expect(sheets.map(({ name }) => name)).toEqual(["名&'", "名&'_2", "名&'_3"])
  expect(sheets.map(sheet => sheet.rows.slice(0, 2).map(row => row[0]))).toEqual(Array(3).fill(['上', '编号']))
  expect(sheets.flatMap(sheet => sheet.rows.slice(2))).toEqual(rows)
})

test('too many rows and a package without its sheet are told apart', async () => {
  const bytes = await wholeOf(writeRows('人员', ['姓名'], [['a'], ['b'], ['c']]))
  expect((await faultOf(bytes, { ...WORKBOOK_LIMITS, rows: 3 })).facts).toEqual({ limit: 3 })
  const empty = await rowsOf(await writeXlsx({ sheets: [{ name: '空', rows: [] }] }))
  expect(empty).toEqual([])
})

/** The parts of a package that was written well, with another first sheet. */
function withSheet(bytes: Uint8Array, text: string): Part[] {
  const { parts } = zipParts(bytes, 100)!
  return parts.map(part => {
    const data = new Uint8Array(bytes.buffer, bytes.byteOffset)
    const from =
      part.header +
      30 +
      Buffer.from(data).readUInt16LE(part.header + 26) +
      Buffer.from(data).readUInt16LE(part.header + 28)
    const packed = data.subarray(from, from + part.packed)
    const whole = part.method === 8 ? inflateRawSync(packed) : packed
    return {
      name: part.name,
      data: /sheet1\.xml$/.test(part.name) ? new TextEncoder().encode(text) : new Uint8Array(whole),
    }
  })
}

interface Part {
  name: string
  data: Uint8Array
  /** The size that both headers claim. */
  says?: number
}

/** A ZIP package by APPNOTE.TXT, as honest as `says` lets it be. */
function zip(parts: readonly Part[]): Uint8Array {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, data, says } of parts) {
    const packed = deflateRawSync(data)
    const size = says ?? data.length
    const label = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(crc32(data), 14)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(size, 22)
    local.writeUInt16LE(label.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(crc32(data), 16)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(size, 24)
    entry.writeUInt16LE(label.length, 28)
    entry.writeUInt32LE(at, 42)
    files.push(local, label, packed)
    directory.push(entry, label)
    at += 30 + label.length + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(at, 16)
  return new Uint8Array(Buffer.concat([...files, list, end]))
}
