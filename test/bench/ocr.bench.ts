/**
 * `npm run bench -- ocr --data DIR [--by models] [--damaged] [--json]`: reads the pictures of a folder with a truth.json
 * and tells what of it was right, by both readers side by side. `--damaged` reads each picture once more for every kind
 * of damage (ocr.damage.ts), with the models: nothing that is read wrongly may be taken unseen there either.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { type ReaderJob, readerPool } from '../../desktop/src/core/recognition/reader-pool.ts'
import type { Recognised } from '../../desktop/src/core/recognition/recognise.ts'
import { familyCpu, familyMemory } from './family.ts'
import { atLeast, atMost, type Row, told } from './measure.ts'
import { DAMAGES } from './ocr.damage.ts'
import { asInTruth, changes, fieldOf, kindOf, type Paper, truthIn } from './ocr.truth.ts'

const { values: options } = parseArgs({
  strict: false,
  options: { data: { type: 'string' }, by: { type: 'string' }, damaged: { type: 'boolean' } },
})
const MEGA = 2 ** 20

async function run(): Promise<Row[]> {
  if (typeof options.data !== 'string') return [told('ocr: needs a folder of papers, --data DIR', 0, 'papers')]
  const papers = truthIn(options.data)
  const readers = (['models', 'tesseract'] as const).filter(by => !options.by || options.by === by)
  const rows: Row[] = []
  for (const by of readers) rows.push(...(await measured(options.data, papers, by)))
  if (options.damaged) rows.push(...(await damaged(options.data, papers)))
  return rows
}

interface Score {
  fields: number
  exact: number
  characters: number
  wrong: number
  unseen: number
  unseenWrong: number
  kinds: number
}

/** Reads every paper with one reader; the pages one after the other, as they come at a window. */
async function measured(folder: string, papers: readonly Paper[], by: ReaderJob['by']): Promise<Row[]> {
  const { make, close } = readerPool()
  const score = none()
  const [walls, costs]: [number[], number[]] = [[], []]
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, familyMemory().each - process.memoryUsage.rss())
  }, 400)
  const started = await timed(async () => make({ bytes: await blank(), by }))
  for (const paper of papers) {
    const bytes = new Uint8Array(readFileSync(join(folder, paper.file)))
    const { value, wall, cpu } = await timed(() => make({ bytes, by }))
    count(score, paper, value)
    walls.push(wall)
    costs.push(cpu)
  }
  clearInterval(timer)
  await close()
  return rowsOf(by, score, papers, { walls, costs, most, started })
}

interface Cost {
  walls: number[]
  costs: number[]
  most: number
  started: { wall: number; cpu: number }
}

/** The limits are those of the first reader; the second is told beside it. */
function rowsOf(by: ReaderJob['by'], s: Score, papers: readonly Paper[], c: Cost): Row[] {
  const first = by === 'models'
  const low = (name: string, value: number, unit: string, limit: number) =>
    first ? atMost(`${by}: ${name}`, value, unit, limit) : told(`${by}: ${name}`, value, unit)
  return [
    told(`${by}: papers`, papers.length, 'papers'),
    told(`${by}: of them known for what they are`, s.kinds, 'papers'),
    first
      ? atLeast(`${by}: fields exact`, percent(s.exact, s.fields), '%', 97)
      : told(`${by}: fields exact`, percent(s.exact, s.fields), '%'),
    low('characters wrong', percent(s.wrong, s.characters), '%', 0.5),
    told(`${by}: fields that may be taken unseen`, percent(s.unseen, s.fields), '%'),
    low('of them wrong', s.unseenWrong, 'fields', 0),
    low('time of a page, median', quantile(c.walls, 0.5), 'ms', 1000),
    told(`${by}: time of a page, 95 of 100`, quantile(c.walls, 0.95), 'ms'),
    told(`${by}: processor time of a page, median`, quantile(c.costs, 0.5), 'ms'),
    told(`${by}: processor time of a page, 95 of 100`, quantile(c.costs, 0.95), 'ms'),
    low('memory of the process, most', c.most / MEGA, 'MB', 900),
    low('from nothing to the first answer', c.started.wall, 'ms', 2000),
    told(`${by}: the same in processor time`, c.started.cpu, 'ms'),
  ]
}

async function damaged(folder: string, papers: readonly Paper[]): Promise<Row[]> {
  const { make, close } = readerPool()
  const rows: Row[] = []
  for (const [name, damage] of Object.entries(DAMAGES)) {
    const score = none()
    for (const paper of papers) {
      const bytes = await damage(new Uint8Array(readFileSync(join(folder, paper.file))))
      count(score, paper, await make({ bytes, by: 'models' }))
    }
    rows.push(
      told(`${name}: fields exact`, percent(score.exact, score.fields), '%'),
      told(`${name}: taken unseen`, percent(score.unseen, score.fields), '%'),
      atMost(`${name}: of them wrong`, score.unseenWrong, 'fields', 0),
    )
  }
  await close()
  return rows
}

const none = (): Score => ({ fields: 0, exact: 0, characters: 0, wrong: 0, unseen: 0, unseenWrong: 0, kinds: 0 })

function count(score: Score, paper: Paper, { kinds, fields }: Recognised): void {
  if (kinds[0] === kindOf(paper)) score.kinds++
  for (const [name, truth] of Object.entries(paper.gt)) {
    const field = fields.find(f => f.name === fieldOf(name))
    const read = field ? asInTruth(field) : ''
    score.fields++
    score.characters += [...truth].length
    score.wrong += Math.min(changes(read, truth), [...truth].length)
    if (read === truth) score.exact++
    else process.stderr.write(`${paper.file} ${name}: ${truth} | ${read}${field?.unseen ? ' UNSEEN' : ''}\n`)
    if (!field?.unseen) continue
    score.unseen++
    if (read !== truth) score.unseenWrong++
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; wall: number; cpu: number }> {
  const [begun, cpu] = [performance.now(), familyCpu()]
  const value = await work()
  return { value, wall: performance.now() - begun, cpu: (familyCpu() - cpu) / 1000 }
}

/** A sheet with nothing on it: what it costs is starting. */
const blank = async () =>
  new Uint8Array(
    await sharp({ create: { width: 320, height: 200, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer(),
  )

const percent = (part: number, of: number) => (of ? (100 * part) / of : 0)
const quantile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0

export default { name: 'ocr', run }
