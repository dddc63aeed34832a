import { readFileSync } from 'node:fs'
import { checkPack } from '../desktop/src/core/archive-pack/check-pack.ts'

const USAGE = `npm run archive:verify -- FILE.zip...

  Looks at packages of closed cases again: whether each file is the one that was packed, and the four properties.
  Ends with 0 when all are whole, 1 when one is not, 2 when one could not be read.`

const files = process.argv.slice(2)
if (files.length === 0 || files.some(file => file.startsWith('-'))) {
  console.error(USAGE)
  process.exit(2)
}
for (const file of files) process.exitCode = Math.max(Number(process.exitCode ?? 0), await look(file))

async function look(file: string): Promise<number> {
  try {
    const { manifest, problems } = await checkPack(readFileSync(file))
    const about = manifest ? `${manifest.type} ${manifest.caseId}, ${manifest.files.length} files` : 'no package'
    console.log(`${file}: ${about}: ${problems.length ? `${problems.length} problems` : 'whole'}`)
    for (const problem of problems) console.log(`  ${problem}`)
    return problems.length ? 1 : 0
  } catch (error) {
    console.error(`${file}: ${error instanceof Error ? error.message : error}`)
    return 2
  }
}
