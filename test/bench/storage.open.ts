/** Opens the folder of cases given as argument, asks for the first list and prints what that took as JSON. */
import { openCases } from './storage.documents.ts'

const { cases } = await openCases(process.argv[2]!, process.argv[3]!)
const found = await cases
  .find({ selector: { unit: 'unit-1', state: 'draft' }, sort: [{ updatedAt: 'desc' }], limit: 50 })
  .exec()
const milliseconds = performance.now()
console.log(JSON.stringify({ milliseconds, rows: found.length, megabytes: process.memoryUsage.rss() / 1e6 }))
process.exit(0)
