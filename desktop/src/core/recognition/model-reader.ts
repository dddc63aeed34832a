import { directionOf } from './layout.ts'
import type { Models } from './models.ts'
import { cutOut, greyOf, type Plane, redOf, scaled } from './plane.ts'
import { type Quad, sizeOf, turned, widened } from './quad.ts'
import type { PageReader } from './read-page.ts'
import { linesOn } from './regions.ts'
import { type Guessed, secondGuesses } from './second-guess.ts'

/** Pixels of the page's longer side for finding lines: 960 is faster and loses half again as many characters. */
const LONGEST = 1280
/** Pixels of a line's height as the recognising model wants it. */
const HEIGHT = 48
/** An outline no longer than so many heights may hold a single character. */
const SQUARE = 1.6
/** Measures of what the orienting model looks at. */
const ORIENT = { width: 192, height: 48 }
/** By this share of its height a line is cut out wider on every side for the second look. */
const WIDER = 0.06
/** Lines that say which way up a page lies. */
const JUDGES = 5
/** What ImageNet's pictures are like, which the detecting model was made on: mean and deviation of each colour. */
const MEAN = [0.485, 0.456, 0.406]
const DEVIATION = [0.229, 0.224, 0.225]

/** Beside what is said more surely than this nothing else is thought of; what is less likely than this never. */
const SAID = 0.95
const LIKELY = 0.002

/** Reads pages with the PP-OCR models: finds the lines, sees which way up they stand, reads one after the other. */
export function modelReader(models: Models, longest = LONGEST): PageReader {
  const guesses = secondGuesses(models.alphabet)
  const readAndGuess = async (line: Plane) => guesses.of(await readLine(models, line), line)
  return {
    async read(page) {
      const red = redOf(page)
      const found = await findLines(models, red, longest)
      const upright = await standingUp(models, red, found)
      const lines = await twoAtATime(upright, async quad => ({
        quad,
        characters: await readAndGuess(cutOut(red, quad, HEIGHT)),
      }))
      return { lines: lines.filter(line => line.characters.length), width: page.width, height: page.height }
    },
    look: (page, places) => look(models, greyOf(page), places),
    close: models.close,
  }
}

/** Grey instead of red, and cut out wider: what one of both reads wrongly the other seldom reads the same. */
async function look(models: Models, page: Plane, places: readonly (readonly Quad[])[]): Promise<string[]> {
  return twoAtATime(places, async quads => {
    const texts: string[] = []
    for (const quad of quads) {
      const line = cutOut(page, widened(quad, sizeOf(quad)[1] * WIDER), HEIGHT)
      texts.push((await readLine(models, line)).map(({ text }) => text).join(''))
    }
    return texts.join('')
  })
}

async function findLines({ detect }: Models, page: Plane, longest: number): Promise<Quad[]> {
  const factor = Math.min(1, longest / Math.max(page.width, page.height))
  const to = (pixels: number) => Math.max(32, Math.round((pixels * factor) / 32) * 32)
  const [width, height] = [to(page.width), to(page.height)]
  const small = scaled(page, width, height)
  const input = new Float32Array(3 * width * height)
  for (let channel = 0, at = 0; channel < 3; channel++)
    for (let i = 0; i < width * height; i++, at++)
      input[at] = (small.data[i]! / 255 - MEAN[channel]!) / DEVIATION[channel]!
  const map = await detect(input, [1, 3, height, width])
  const [fx, fy] = [page.width / width, page.height / height]
  return linesOn({ data: map.data, width, height }).map(
    quad => quad.map(([x, y]) => [x * fx, y * fy]) as unknown as Quad,
  )
}

/**
 * Every line begun where its text begins. What stands on its head or side does so for the whole page; a single character
 * does not say by its outline which side is up, and goes with the others.
 */
async function standingUp(models: Models, page: Plane, lines: readonly Quad[]): Promise<Quad[]> {
  const direction = directionOf(lines)
  const along = lines.map(quad => alongOf(quad, direction))
  const judges = along.toSorted((a, b) => sizeOf(b)[0] - sizeOf(a)[0]).slice(0, JUDGES)
  let turnedOver = 0
  for (const quad of judges) turnedOver += (await standsOnItsHead(models, cutOut(page, quad, HEIGHT))) ? 1 : -1
  return turnedOver > 0 ? along.map(quad => turned(quad, 2)) : along
}

/** Begun at that corner from which its first side runs most nearly in a direction; a long line stays as it is. */
function alongOf(quad: Quad, direction: number): Quad {
  const [length, height] = sizeOf(quad)
  const turns = length > SQUARE * height ? [0, 2] : [0, 1, 2, 3]
  const nearness = (by: number) => {
    const [a, b] = turned(quad, by)
    return Math.cos(Math.atan2(b[1] - a[1], b[0] - a[0]) - direction)
  }
  return turned(
    quad,
    turns.reduce((best, by) => (nearness(by) > nearness(best) ? by : best)),
  )
}

async function standsOnItsHead({ orient }: Models, line: Plane): Promise<boolean> {
  const { width, height } = ORIENT
  const answer = await orient(inputOf(line, Math.min(width, line.width), width), [1, 3, height, width])
  return answer.data[1]! > answer.data[0]!
}

/** Three equal colours of a line, -1 to 1, beyond its end 0. */
function inputOf(line: Plane, used: number, width: number): Float32Array {
  const input = new Float32Array(3 * HEIGHT * width)
  for (let channel = 0; channel < 3; channel++)
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < used; x++)
        input[(channel * HEIGHT + y) * width + x] = line.data[y * line.width + x]! / 127.5 - 1
  return input
}

/** The characters of one line that was laid straight. */
async function readLine({ recognise, alphabet }: Models, line: Plane): Promise<Guessed[]> {
  const answer = await recognise(inputOf(line, line.width, line.width), [1, 3, HEIGHT, line.width])
  const [, steps, choices] = answer.dims as [number, number, number]
  const read: (Guessed & { weight: number })[] = []
  let before = 0
  for (let step = 0; step < steps; step++) {
    const row = answer.data.subarray(step * choices, (step + 1) * choices)
    const best = indexOfMost(row)
    const confidence = row[best]!
    const at = (step + 0.5) / steps
    // One character is said on several steps in a row; nothing, the first choice, stands between two of the same.
    const last = read.at(-1)
    if (best && best === before && last) {
      const weight = last.weight + confidence
      const surer = confidence > last.confidence ? { confidence, others: othersIn(row, alphabet) } : {}
      read[read.length - 1] = { ...last, ...surer, at: (last.at * last.weight + at * confidence) / weight, weight }
    } else if (best)
      read.push({ text: alphabet[best]!, confidence, at, weight: confidence, others: othersIn(row, alphabet) })
    before = best
  }
  return read.map(({ text, confidence, at, others }) => ({ text, confidence, at, others }))
}

/** What else a step may say, likelier than one in a thousand, when it is not said surely. */
function othersIn(row: Float32Array, alphabet: readonly string[]): string[] {
  const others: string[] = []
  if (Math.max(...row) > SAID) return others
  for (let at = 1; at < row.length; at++) if (row[at]! > LIKELY) others.push(alphabet[at]!)
  return others.filter(text => /\p{Script=Han}/u.test(text))
}

function indexOfMost(values: Float32Array): number {
  let best = 0
  for (let at = 1; at < values.length; at++) if (values[at]! > values[best]!) best = at
  return best
}

/** Two under way: a line is read by one thread, and the next is cut out meanwhile. */
async function twoAtATime<A, B>(all: readonly A[], work: (one: A) => Promise<B>): Promise<B[]> {
  const done: B[] = []
  let next = 0
  const lane = async () => {
    for (let at = next++; at < all.length; at = next++) done[at] = await work(all[at]!)
  }
  await Promise.all([lane(), lane()])
  return done
}
