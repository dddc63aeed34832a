/** Exports the scan-ins of a database up to a day to nowhere, and says how many rows that were and what memory it took. */
import { kinds } from '../../shared-types/src/domains/index.ts'
import { factOf } from '../../shared-types/src/engine/facts.ts'
import { openAsIs } from '../../sync-server/src/database.ts'
import { totalOf } from '../../sync-server/src/facts/count-rows.ts'
import { exportedRows } from '../../sync-server/src/facts/export-rows.ts'
import { tablesOf } from '../../sync-server/src/facts/fact-tables.ts'

const [path = '', as = 'csv', until = '2999-12-31'] = process.argv.slice(2)
const opened = openAsIs(path)
const fact = factOf(kinds, 'venues.scan')!
const asked = {
  tables: tablesOf(fact.fact),
  scope: { whole: true } as const,
  conditions: { from: '2000-01-01', until },
}
const how = {
  as: as === 'xlsx' ? ('xlsx' as const) : ('csv' as const),
  whole: true,
  language: 'zh-CN' as const,
  note: '',
}
const rows = await totalOf(opened.db, asked)
let bytes = 0
for await (const piece of exportedRows(opened.db, fact, asked, how)) bytes += piece.byteLength
await opened.close()
console.log(JSON.stringify({ bytes, rows, rss: process.resourceUsage().maxRSS / 1024 }))
