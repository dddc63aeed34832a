import sharp from 'sharp'
import { qrCode } from '../../desktop/src/core/printing/codes.ts'

const [WIDTH, HEIGHT] = [1280, 960]
/** The page under the camera, upright, in pixels of the film. */
export const PAGE = { width: 560, height: 792 } as const
const DESK = '#2b3138'

/**
 * A film for Chromium's camera, as Motion JPEG: an empty desk, a page that is pushed onto it a little askew, and the page
 * lying there. A QR code of this text stands on it.
 */
export async function film(text: string): Promise<Buffer> {
  const page = await sharp(Buffer.from(pageSvg(text)))
    .rotate(2, { background: DESK })
    .png()
    .toBuffer()
  const frame = (left?: number) => {
    const desk = sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: DESK } })
    return (left === undefined ? desk : desk.composite([{ input: page, left, top: 70 }]))
      .jpeg({ quality: 85 })
      .toBuffer()
  }
  const [empty, lying] = [await frame(), await frame(340)]
  const coming = await Promise.all([640, 560, 480, 420, 370, 345].map(left => frame(left)))
  const times = (many: number, one: Buffer) => Array.from({ length: many }, () => one)
  return Buffer.concat([...times(30, empty), ...coming.flatMap(one => times(3, one)), ...times(90, lying)])
}

function pageSvg(text: string): string {
  const { width, dark } = qrCode(text, 'M')
  const code = dark.map(d => `<rect x="${d.x}" y="${d.y}" width="${d.width}" height="${d.height}"/>`).join('')
  const words = Array.from({ length: 14 }, (_, line) =>
    Array.from({ length: 16 }, (_, at) => {
      const high = 8 + ((at * 7 + line * 3) % 5)
      return (at * 5 + line) % 7
        ? `<rect x="${50 + at * 28}" y="${330 + line * 28 - high}" width="20" height="${high}"/>`
        : ''
    }).join(''),
  )
  return `<svg width="${PAGE.width}" height="${PAGE.height}"><rect width="100%" height="100%" fill="#f4f2ec"/>
    <g fill="#222">${words.join('')}<g transform="translate(180 60) scale(${200 / width})">${code}</g></g></svg>`
}
