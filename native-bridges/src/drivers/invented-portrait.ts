import sharp from 'sharp'
import { drawnText } from '../drawn-text.ts'
import type { InventedPerson } from './invented-people.ts'

/** The size of the photo for a second-generation ID card (GA/T 461): 26 × 32 mm at 350 dpi. */
const WIDTH = 358
const HEIGHT = 441
const DPI = 350

const SKINS = ['#f3cfb0', '#e9bd98', '#dba981', '#f6d9c0']
const COATS = ['#31506e', '#5b3f5e', '#3f5e4a', '#6e4a31', '#41464f', '#7a3b3b']
const HAIRS = ['#1d1a1a', '#2b211c', '#3a2f2a']

/**
 * A flat drawing of nobody, as a JPEG of 358 × 441 pixels marked 模拟, the same each time for the same
 * person: what the simulated camera sees. @throws what sharp throws.
 */
export async function portrait({ card }: InventedPerson): Promise<Uint8Array> {
  const mark = await drawnText({ text: '模拟', points: 9, dpi: DPI, colour: '#7d8a99' })
  const drawing = Buffer.from(figure(card.idNumber, card.sex === '2', Number(card.birth.slice(0, 4))))
  const jpeg = await sharp(drawing)
    .composite([{ input: mark, left: 12, top: 10 }])
    .flatten({ background: '#ffffff' })
    .withDensity(DPI)
    .jpeg({ quality: 88 })
    .toBuffer()
  return new Uint8Array(jpeg)
}

function figure(seed: string, woman: boolean, born: number): string {
  const pick = (from: readonly string[], at: number) => from[Number.parseInt(seed.slice(at, at + 2), 10) % from.length]!
  const skin = pick(SKINS, 14)
  const hair = born < 1965 ? '#8f8f8f' : pick(HAIRS, 15)
  const long = `<path d="M102 190 Q92 60 179 62 Q266 60 256 190 L262 300 Q240 316 226 300 L132 300 Q118 316 96 300 Z" fill="${hair}"/>`
  const short = `<path d="M108 190 Q96 70 179 66 Q262 70 250 190 Q240 150 232 138 Q180 150 128 134 Q116 150 108 190 Z" fill="${hair}"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
    <rect width="100%" height="100%" fill="#ffffff"/>
    ${woman ? long : ''}
    <path d="M30 441 Q36 338 132 322 L226 322 Q322 338 328 441 Z" fill="${pick(COATS, 12)}"/>
    <path d="M140 322 L179 372 L218 322 L212 270 L146 270 Z" fill="${skin}"/>
    <ellipse cx="179" cy="195" rx="70" ry="92" fill="${skin}"/>
    <ellipse cx="108" cy="200" rx="10" ry="18" fill="${skin}"/><ellipse cx="250" cy="200" rx="10" ry="18" fill="${skin}"/>
    ${woman ? `<path d="M108 176 Q112 88 179 92 Q246 88 250 176 Q220 128 170 124 Q124 132 108 176 Z" fill="${hair}"/>` : short}
    <g fill="#2a2a2a"><ellipse cx="151" cy="196" rx="7" ry="5"/><ellipse cx="207" cy="196" rx="7" ry="5"/></g>
    <g stroke="${hair}" stroke-width="5" stroke-linecap="round"><path d="M137 178 h28 M193 178 h28"/></g>
    <path d="M179 200 q-8 28 2 30" fill="none" stroke="#00000040" stroke-width="3"/>
    <path d="M158 252 q21 10 42 0" fill="none" stroke="#a5554d" stroke-width="5" stroke-linecap="round"/>
  </svg>`
}
