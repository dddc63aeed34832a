import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { SCANNED } from '../../desktop/src/core/pages/page-profile.ts'
import { pageWorkers } from '../../desktop/src/core/pages/page-workers.ts'
import { drawInventedPage, INVENTED_PAGES } from '../../native-bridges/src/drivers/invented-pages.ts'
import { familyCpu } from './family.ts'
import { atLeast, atMost, type Row, told, wallTime } from './measure.ts'
import type { PagesMemory } from './pages.child.ts'

const DPI = 300
/** Pages in one round, and rounds of either. */
const PAGES = 12
const ROUNDS = 5
const MANY = 500
/** Pages a minute of a fast feeder. */
const FEEDER = 120

/** Pages as a scanner gives them: A4, 300 dpi, colour, 0.4 degrees askew, paper not quite white. */
const stack = async () => Promise.all(INVENTED_PAGES.map(page => drawInventedPage(page, DPI)))

async function run(): Promise<Row[]> {
  const pages = (await stack()).map(page => new Uint8Array(page))
  const { width, height } = await sharp(pages[0]).metadata()
  const workers = pageWorkers({ idle: 600_000 })
  async function* fed(many: number) {
    for (let at = 0; at < many; at++) yield { bytes: pages[at % pages.length]! }
  }
  const pipeline = async (many: number) => {
    for await (const made of workers.stack(fed(many), SCANNED)) if ('blank' in made) throw new Error('a page was lost')
  }
  const alone = async () => {
    for (let at = 0; at < PAGES; at++)
      await sharp(pages[at % pages.length])
        .resize(width + 20, height + 20, { fit: 'fill' })
        .jpeg({ quality: 85 })
        .toBuffer()
  }
  await pipeline(PAGES)
  await alone()
  const walls: number[] = []
  const costs: number[] = []
  let [mine, wall] = [0, 0]
  for (let round = 0; round < ROUNDS; round++) {
    const [ours, theirs] = [
      { wall: 0, cpu: 0 },
      { wall: 0, cpu: 0 },
    ]
    const begun = familyCpu()
    ours.wall = await wallTime(() => pipeline(PAGES))
    const between = familyCpu()
    theirs.wall = await wallTime(alone)
    ours.cpu = between - begun
    theirs.cpu = familyCpu() - between
    walls.push(theirs.wall / ours.wall)
    costs.push(theirs.cpu / ours.cpu)
    mine += ours.cpu
    wall += ours.wall
  }
  await workers.close()
  const middle = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!
  const memory = await memoryOfMany(pages)
  const all = PAGES * ROUNDS
  const each = mine / all / 1000
  return [
    told('pages: a minute through two processes, A4 300 dpi colour', (all / wall) * 60_000, '/min'),
    told('pages: CPU time of one page', each, 'ms'),
    atLeast('pages: a minute on two cores that do nothing else, by CPU time', 120_000 / each, '/min', FEEDER),
    atLeast('pages: a minute, beside sharp alone decoding, resizing and encoding them', middle(walls), '×', 0.6),
    atLeast('pages: the same by CPU time', middle(costs), '×', 0.6),
    atMost(`pages: memory of all processes while ${MANY} pages pass, shared counted once`, memory.most, 'MB', 400),
    told('pages: of it programs and libraries mapped from the disk', memory.files, 'MB'),
    told('pages: the same, what they share counted for each', memory.each, 'MB'),
    atMost('pages: of it what the last fifth of the pages has above the second', memory.grown, 'MB', 40),
    told('pages: of it by how much the window itself grew', memory.window, 'MB'),
  ]
}

/** Many pages pass through a process of their own: drawing them is not its work. */
async function memoryOfMany(pages: readonly Uint8Array[]): Promise<PagesMemory> {
  const folder = await mkdtemp(join(tmpdir(), 'pages-'))
  try {
    const files = pages.map((_, at) => join(folder, `${at}.jpg`))
    for (const [at, file] of files.entries()) await writeFile(file, pages[at]!)
    const child = join(import.meta.dirname, 'pages.child.ts')
    return JSON.parse(execFileSync(process.execPath, [child, String(MANY), ...files], { encoding: 'utf8' }))
  } finally {
    await rm(folder, { recursive: true })
  }
}

export default { name: 'pages', run }
