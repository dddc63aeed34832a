import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'
import { FactFileFault } from './file-fault.ts'

/** One line of text, by its cells; without cells where its quotes make no sense. */
export interface CsvRow {
  row: number
  cells?: string[]
  /** Bytes of the file that were read. */
  bytes: number
}

/** Bytes that are looked at to see what a file is, and that one line may have. */
const START = 64 * 1024
const LONGEST = 64 * 1024
/** Lines that a parser read and that are given on at once. */
const MANY = 500

/**
 * The lines of a CSV file, some at a time, whatever its size: in UTF-8, UTF-16 or GB 18030, with commas, semicolons or
 * tabs. Up to its first quote a file is taken apart at its signs, in a tenth of the time that a parser needs.
 * @throws {FactFileFault} `encoding` for what is in none of these, `not-a-workbook` for what is no text
 */
export async function* csvRows(path: string): AsyncGenerator<CsvRow[]> {
  const encoding = await encodingOf(path)
  const delimiter = await delimiterOf(path, encoding)
  const count = { bytes: 0 }
  const source = decoded(path, encoding, count)
  let rest = ''
  let line = 0
  for await (const text of source) {
    rest += text
    const whole = rest.slice(0, rest.lastIndexOf('\n') + 1)
    if (NOT_PLAIN.test(whole) || rest.length - whole.length > LONGEST)
      return yield* parsedRows(joined(rest, source), delimiter, line, count)
    const lines = plainRows(whole, delimiter, line, count.bytes)
    line = lines.last
    rest = rest.slice(whole.length)
    yield lines.rows
  }
  if (rest) yield* parsedRows(joined(rest, source), delimiter, line, count)
}

/** A quote, or a line that ends as nobody's do any more. */
const NOT_PLAIN = /"|\r(?!\n)/

/** Lines without quotes, all of them whole. */
function plainRows(text: string, delimiter: string, before: number, bytes: number): { rows: CsvRow[]; last: number } {
  const rows: CsvRow[] = []
  const lines = text.split('\n')
  // Behind the last end of a line there is none.
  const last = before + lines.length - 1
  for (let row = before + 1; row <= last; row++) {
    const ended = lines[row - before - 1]!
    const line = ended.endsWith('\r') ? ended.slice(0, -1) : ended
    if (line.length > LONGEST) rows.push({ row, bytes })
    else if (line !== '') rows.push({ row, bytes, cells: line.split(delimiter) })
  }
  return { rows, last }
}

async function* joined(first: string, source: AsyncGenerator<string>): AsyncGenerator<string> {
  yield first
  yield* source
}

/** The lines behind the line `before`, by a parser that knows quotes. */
async function* parsedRows(
  source: AsyncGenerator<string>,
  delimiter: string,
  before: number,
  count: { readonly bytes: number },
): AsyncGenerator<CsvRow[]> {
  const lines = { last: 0, more: 0 }
  const broken: number[] = []
  const parser = parse({
    bom: true,
    info: true,
    delimiter,
    max_record_size: LONGEST,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: error => {
      if (error) broken.push((error as CsvError & { lines?: number }).lines ?? lines.last + 1)
      return undefined
    },
  })
  // What goes wrong with the source comes out of the loop over the parser.
  pipeline(Readable.from(source), parser, () => undefined)
  let rows: CsvRow[] = []
  // The parser is ahead of this loop: what it could not read stands in the place of its line, for nothing is read again
  // that stands before the last line that was kept.
  const brokenUpTo = (line: number) => {
    while (broken[0] !== undefined && broken[0] - lines.more <= line)
      rows.push({ row: before + broken.shift()! - lines.more, bytes: count.bytes })
  }
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    const { signs, breaks } = breaksIn(record)
    // Where it begins. The parser says where it ends, and counts the two signs of a break within quotes as two.
    const line = info.lines - lines.more - signs
    brokenUpTo(line)
    rows.push({ row: before + line, cells: record, bytes: count.bytes })
    lines.more += signs - breaks
    lines.last = info.lines
    if (rows.length < MANY) continue
    yield rows
    rows = []
  }
  brokenUpTo(Number.POSITIVE_INFINITY)
  yield rows
}

function breaksIn(record: readonly string[]): { signs: number; breaks: number } {
  let [signs, breaks] = [0, 0]
  for (const cell of record)
    for (const [found] of cell.matchAll(/\r\n|\r|\n/g)) {
      signs += found.length
      breaks++
    }
  return { signs, breaks }
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

/** As text, so that a sequence that the encoding does not have is found, and never a wrong sign put in its place. */
async function* decoded(path: string, encoding: Encoding, count: { bytes: number }): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let lines = 1
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    count.bytes += chunk.byteLength
    const text = orFault(() => decoder.decode(chunk, { stream: true }), encoding, chunk, lines)
    lines += linesIn(text)
    if (text) yield text
  }
  const last = orFault(() => decoder.decode(), encoding, Buffer.alloc(0), lines)
  if (last) yield last
}

const linesIn = (text: string) => text.split('\n').length - 1

function orFault(decode: () => string, encoding: Encoding, chunk: Buffer, lines: number): string {
  try {
    return decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const [before] = new TextDecoder(encoding).decode(chunk).split('\uFFFD')
    throw new FactFileFault('encoding', { row: lines + linesIn(before!) })
  }
}

/** UTF-8 if all of it is, for GB 18030 can be told from it by nothing else; a UTF-16 file begins with its mark. */
async function encodingOf(path: string): Promise<Encoding> {
  const start = await startOf(path)
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  if (start.includes(0)) throw new FactFileFault('not-a-workbook')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>)
      decoder.decode(chunk, { stream: true })
    decoder.decode()
    return 'utf-8'
  } catch (error) {
    if (error instanceof TypeError) return 'gb18030'
    throw error
  }
}

async function delimiterOf(path: string, encoding: Encoding): Promise<string> {
  const text = new TextDecoder(encoding).decode(await startOf(path))
  const line = text.split(/\r?\n/).find(l => l.trim() !== '') ?? ''
  const count = (sign: string) => line.split(sign).length
  return [',', '\t', ';'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(START), 0, START, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
