import { setImmediate as breathe } from 'node:timers/promises'
import type { Fact } from '../../../shared-types/src/engine/facts.ts'
import { maskPersonId } from '../../../shared-types/src/engine/person-id.ts'
import { neutralText } from '../../../shared-types/src/engine/read-cell.ts'
import type { FactExportRequest, FactPosition } from '../../../shared-types/src/protocol-facts.ts'
import { writeRows } from '../../../shared-types/src/workbooks/workbook-write.ts'
import type { Db } from '../store.ts'
import { type Asked, listRows } from './list-rows.ts'

/** Rows that are held at once: of more, so many outlive a collection that the memory for young ones grows and stays. */
const PAGE = 100

/** Rows as a file, made while it is sent: however many they are, one page of them is held. */
export function exportedRows(
  db: Db,
  { fact, name, domain }: Fact,
  asked: Asked,
  how: Pick<FactExportRequest, 'as' | 'whole' | 'language' | 'note'>,
): AsyncIterable<Uint8Array> {
  const words = domain.words[how.language].facts?.[name]
  const columns = Object.keys(fact.columns)
  const headings = columns.map(column => words?.columns[column] ?? column)
  const values = { [fact.subject]: 'subject', [fact.person]: 'person', [fact.time]: 'time' } as const
  const rows = async function* () {
    for await (const page of pages(db, asked))
      for (const row of page) {
        const cells = {
          subject: row.subject,
          person: how.whole ? row.person : maskPersonId(row.person),
          time: `${row.day} ${row.time}`,
        }
        yield columns.map(column => cells[values[column]!])
      }
  }
  if (how.as === 'csv') return csvOf(headings, rows())
  return writeRows(words?.label ?? name, headings, rows(), { above: how.note })
}

async function* pages(db: Db, asked: Asked) {
  let after: FactPosition | undefined
  for (;;) {
    const rows = await listRows(db, asked, after, PAGE)
    yield rows
    after = rows.at(-1)
    if (rows.length < PAGE) return
    // Whoever else asks is heard between two pages.
    await breathe()
  }
}

/** RFC 4180, with the mark by which spreadsheets know UTF-8. No cell begins as a formula. */
async function* csvOf(headings: readonly string[], rows: AsyncIterable<readonly string[]>): AsyncGenerator<Uint8Array> {
  let text = `\uFEFF${headings.map(quoted).join(',')}\r\n`
  for await (const row of rows) {
    text += `${row.map(quoted).join(',')}\r\n`
    if (text.length < 64 * 1024) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}

function quoted(cell: string): string {
  const text = neutralText(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
