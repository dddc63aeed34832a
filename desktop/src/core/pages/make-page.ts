import sharp, { type Metadata, type Sharp } from 'sharp'
import {
  checkedMime,
  decoded,
  headerOf,
  LIMITS,
  LONGEST,
  type Picture,
  THUMBNAIL,
  upright,
  wholePdf,
} from '../pictures.ts'
import { type Drawing, drawn, type Tone } from './drawn.ts'
import { BLANK_BELOW, inkShare } from './ink.ts'
import { type Light, lightOf } from './light.ts'
import { boxOf, edgePoints, maskOf, type PageMask } from './page-edges.ts'
import type { PageProfile } from './page-profile.ts'
import { histogram, percentile, type Raster, type Small, smallOf } from './raster.ts'
import { inkPoints, skewOf } from './skew.ts'

/** A page as it is kept, with what was found on the way. */
export interface MadePage {
  bytes: Uint8Array
  mime: Picture['mime'] | 'image/tiff'
  /** Pixels; none of a PDF. */
  width?: number
  height?: number
  /** A JPEG of at most 320 pixels; none of a PDF. */
  thumbnail: Uint8Array | undefined
  /** Degrees by which it was turned straight. */
  straightened: number
}

/** A side of a sheet with nothing on it; `ink` is the share of it that is written (0 to 1). */
export interface BlankPage {
  blank: true
  ink: number
}

/** Turning by less is not seen, and costs sharpness. */
const LEAST_ANGLE = 0.1
const QUALITY = 85

/**
 * Makes of one picture the page that is kept, as the profile says: upright, straight, cut, evenly lit. What says of itself
 * that it is too large is refused before anything of it is decoded. A JPEG that needs none of it keeps its bytes, and a
 * PDF always does. @throws {FileFault}
 */
export async function makePage(bytes: Uint8Array, profile: PageProfile): Promise<MadePage | BlankPage> {
  const mime = checkedMime(bytes)
  if (mime === 'application/pdf') return { ...wholePdf(bytes), thumbnail: undefined, straightened: 0 }
  const header = await headerOf(bytes)
  const page = await rasterOf(bytes, profile.turn)
  try {
    return await madeOf(page, { bytes, mime, header }, profile)
  } finally {
    release(page)
  }
}

/** What came in: its bytes, and what its header says. */
interface Source {
  bytes: Uint8Array
  mime: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/tiff'
  header: Metadata
}

async function madeOf(
  page: Raster,
  { bytes, mime, header }: Source,
  profile: PageProfile,
): Promise<MadePage | BlankPage> {
  const small = smallOf(page)
  const mask = profile.crop || profile.normalise ? maskOf(small) : undefined
  if (profile.dropBlank) {
    const ink = inkShare(small)
    if (ink < BLANK_BELOW) return { blank: true, ink }
  }
  const drawing = drawingOf(page, small, mask, profile)
  const untouched = !drawing && profile.turn === 0 && profile.output === 'jpeg' && mime === 'image/jpeg'
  const noted = header.exif || header.xmp || header.iptc || (header.orientation ?? 1) !== 1
  const made = drawing ? drawn(page, drawing) : page
  if (made !== page) release(page)
  const [width, height] = upright(header)
  const kept =
    untouched && !noted && Math.max(width, height) <= LONGEST
      ? { bytes, mime, width, height }
      : await written(made, profile.output, header)
  const thumbnail = await thumbnailOf(made)
  if (made !== page) release(made)
  return { ...kept, thumbnail, straightened: drawing?.angle ?? 0 }
}

/**
 * Gives the pixels of a page back at once: of 26 MB a page many would be waiting for the next collection. Small ones may
 * lie in memory that others share.
 */
function release({ data }: Raster): void {
  const { buffer } = data
  if (buffer instanceof ArrayBuffer && data.byteLength === buffer.byteLength && data.byteLength > 2 ** 20)
    buffer.transfer(0)
}

/** Decodes a picture: upright, on white, sRGB, no side over 4,096 pixels. @throws {FileFault} */
export async function rasterOf(bytes: Uint8Array, turn: PageProfile['turn']): Promise<Raster> {
  const image = sharp(bytes, LIMITS)
    .autoOrient()
    .rotate(turn)
    .resize({ width: LONGEST, height: LONGEST, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
  const { data, info } = await decoded(image.raw().toBuffer({ resolveWithObject: true }))
  // Not as a Buffer: the loops over it are made for one kind of array.
  const plain = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return { data: plain, width: info.width, height: info.height }
}

/** What has to be done with the pixels; undefined when nothing has. */
function drawingOf(page: Raster, small: Small, mask: PageMask | undefined, profile: PageProfile): Drawing | undefined {
  const isPage = mask ? (at: number) => mask.on[at] === 1 : () => true
  const light = profile.deskew || profile.normalise ? lightOf(small, isPage) : undefined
  const angle = profile.deskew ? angleOf(small, mask, light) : 0
  const box = profile.crop && mask ? boxOf(mask, small, angle) : undefined
  const tone = profile.normalise && light ? toneOf(page, small, light) : undefined
  if (!angle && !box && !tone) return undefined
  const { factor } = small
  const scaled = box && {
    left: box.left * factor,
    top: box.top * factor,
    right: box.right * factor,
    bottom: box.bottom * factor,
  }
  return { angle, box: scaled ?? turnedBox(page, angle), ...(tone && { tone }) }
}

/** By its lines of writing; where nothing is written by the edges of its paper. */
function angleOf(small: Small, mask: PageMask | undefined, light: Light | undefined): number {
  const { width, height } = small
  // Lines that stand off the edge: the edge itself is no writing.
  const inner = mask && eroded(mask, small)
  const byInk = skewOf(inkPoints(small, inner ? at => inner[at] === 1 : () => true, light), width, height)
  const angle = byInk || (mask ? skewOf(edgePoints(mask, small), width, height) : 0)
  return Math.abs(angle) < LEAST_ANGLE ? 0 : angle
}

/** The mask with its holes filled row by row, and without what is within 12 pixels of its sides. */
function eroded(mask: PageMask, { width, height }: Small): Uint8Array {
  const inner = new Uint8Array(mask.on.length)
  const rim = 12
  for (let y = rim; y < height - rim; y++) {
    const row = mask.on.subarray(y * width, (y + 1) * width)
    const [from, to] = [row.indexOf(1) + rim, row.lastIndexOf(1) - rim]
    const [above, below] = [(y - rim) * width, (y + rim) * width]
    for (let x = from; x < to; x++) if (mask.on[above + x] || mask.on[below + x]) inner[y * width + x] = 1
  }
  return inner
}

/** All of the page once it is turned: nothing in its corners is lost. */
function turnedBox({ width, height }: Raster, angle: number): Drawing['box'] {
  const [sin, cos] = [Math.abs(Math.sin((angle * Math.PI) / 180)), Math.cos((angle * Math.PI) / 180)]
  const [wide, high] = [width * cos + height * sin, width * sin + height * cos]
  return {
    left: (width - wide) / 2,
    right: (width + wide) / 2,
    top: (height - high) / 2,
    bottom: (height + high) / 2,
  }
}

/** Paper becomes this bright: what is drawn on it lightly stays to be seen. */
const WHITE = 250
/** Paper at least so bright, and so even, is left as it is. */
const BRIGHT = 238
const EVEN = 0.94
const MOST_GAIN = 2.6
/** Darker than this nothing is taken for white paper. */
const DARKEST = 80

function toneOf(page: Raster, small: Small, light: Light): Tone | undefined {
  const counts = histogram(small)
  const paper = percentile(counts, 0.85)
  // The darkest thousandth is ink where there is any.
  const black = Math.min(percentile(counts, 0.001) * 0.8, 60)
  if (paper < DARKEST || (paper >= BRIGHT && light.evenness >= EVEN && black < 50)) return undefined
  const cast = castOf(page, small, light.at)
  return {
    black,
    gain(x, y, channel) {
      const bare = light.at(x / small.factor, y / small.factor) * cast[channel]!
      return Math.min(WHITE / Math.max(bare - black, 1), MOST_GAIN)
    },
  }
}

/** How much of each channel paper has for one of grey. Coloured paper keeps its colour: only a light cast is taken away. */
function castOf(page: Raster, { width, height, factor }: Small, light: (x: number, y: number) => number): number[] {
  const sums = [0, 0, 0]
  let count = 0
  for (let y = 4; y < height - 4; y += 7) {
    for (let x = 4; x < width - 4; x += 7) {
      const at = (y * factor * page.width + x * factor) * 3
      const [r, g, b] = [page.data[at]!, page.data[at + 1]!, page.data[at + 2]!]
      const bare = light(x, y)
      if (Math.abs((r + 2 * g + b) / 4 / bare - 1) > 0.05) continue
      for (const [c, value] of [r, g, b].entries()) sums[c]! += value / bare
      count++
    }
  }
  if (count < 20) return [1, 1, 1]
  const cast = sums.map(sum => sum / count)
  return Math.max(...cast) - Math.min(...cast) < 0.1 ? cast : [1, 1, 1].map(() => Math.max(...cast))
}

const sharpOf = ({ data, width, height }: Raster): Sharp => sharp(data, { raw: { width, height, channels: 3 } })

/** The pixels as a file. The density is kept: it says how large the paper was. */
async function written(
  page: Raster,
  output: PageProfile['output'],
  { density, space }: Metadata,
): Promise<Pick<MadePage, 'bytes' | 'mime' | 'width' | 'height'>> {
  const own = space === 'b-w' ? sharpOf(page).greyscale() : sharpOf(page)
  const image = density ? own.withDensity(density) : own
  const { width, height } = page
  if (output === 'bilevel-tiff') {
    const bytes = await image
      .threshold(150)
      .toColourspace('b-w')
      .tiff({ compression: 'ccittfax4', bitdepth: 1, ...(density && { xres: density / 25.4, yres: density / 25.4 }) })
      .toBuffer()
    return { bytes: new Uint8Array(bytes), mime: 'image/tiff', width, height }
  }
  const bytes = await (output === 'png'
    ? image.png({ compressionLevel: 6 })
    : image.jpeg({ quality: QUALITY })
  ).toBuffer()
  return { bytes: new Uint8Array(bytes), mime: output === 'png' ? 'image/png' : 'image/jpeg', width, height }
}

/** Every so many pixels are enough for a picture of 320, averaged over again by the last step down. */
async function thumbnailOf(page: Raster): Promise<Uint8Array> {
  const step = Math.max(1, Math.floor(Math.max(page.width, page.height) / (THUMBNAIL * 3)))
  const [width, height] = [Math.ceil(page.width / step), Math.ceil(page.height / step)]
  const data = new Uint8Array(width * height * 3)
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) data[to++] = page.data[(y * step * page.width + x * step) * 3 + c]!
  const small = { width: THUMBNAIL, height: THUMBNAIL, fit: 'inside', withoutEnlargement: true } as const
  return new Uint8Array(await sharpOf({ data, width, height }).resize(small).jpeg({ quality: 78 }).toBuffer())
}
