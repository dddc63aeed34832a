import { createRequire } from 'node:module'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { Plane } from './plane.ts'
import { type Guessed, secondGuesses } from './second-guess.ts'

const fontfile = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf',
)
/** Pixels of one character. */
const EM = 36

/** A line as it is cut out of a page: another weight of the font than the shapes are drawn with, blurred. */
async function drawnLine(text: string): Promise<Plane> {
  const input = await sharp({ text: { text, font: 'Noto Sans SC 27', fontfile, dpi: 96, rgba: true } })
    .png()
    .toBuffer()
  const { data, info } = await sharp({
    create: { width: text.length * EM + 8, height: 48, channels: 3, background: '#fff' },
  })
    .composite([{ input, left: 4, top: 5 }])
    .blur(0.8)
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data: new Uint8Array(data), width: info.width, height: info.height }
}

/** What the models would have said of the line: each character where it stands, `unsure` of some. */
const said = (text: string, length: number, unsure = '') =>
  [...text].flatMap((c, i): Guessed[] =>
    c === ' '
      ? []
      : [{ text: c, confidence: unsure.includes(c) ? 0.4 : 0.99, at: ((i + 0.5) * EM + 4) / length, others: [] }],
  )

const guesses = secondGuesses(['', ...'天津市和平区龙潭乡塔沟村产河街道唐山路北'])

test('a character that the models left out is put into its gap, unsurely', async () => {
  const line = await drawnLine('龙潭乡圪塔沟村')
  const made = await guesses.of(said('龙潭乡 塔沟村', line.width), line)
  expect(made.map(c => c.text).join('')).toBe('龙潭乡圪塔沟村')
  expect(made[3]!.confidence).toBeLessThan(0.9)
})

test('one that they read unsurely is compared with what they do not know', async () => {
  const line = await drawnLine('路北浐河街道')
  const made = await guesses.of(said('路北产河街道', line.width, '产'), line)
  expect(made.map(c => c.text).join('')).toBe('路北浐河街道')
})

test('what they read rightly, though unsurely, stays; and so does a gap with nothing in it', async () => {
  const line = await drawnLine('唐山路 北河')
  const characters = said('唐山路 北河', line.width, '山')
  expect((await guesses.of(characters, line)).map(c => c.text).join('')).toBe('唐山路北河')
  // The edges of the characters beside it reach into what is taken for the gap.
  const near = characters.map(c => (c.text === '北' ? { ...c, at: c.at - (0.35 * EM) / line.width } : c))
  expect((await guesses.of(near, line)).map(c => c.text).join('')).toBe('唐山路北河')
})
