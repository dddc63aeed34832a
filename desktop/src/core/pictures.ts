import sharp, { type Metadata, type Sharp } from 'sharp'
import { type ContentType, contentType } from '../../../shared-types/src/engine/content-type.ts'
import { FileFault } from './file-fault.ts'

/** Bytes of one picture or PDF, before anything of it is decoded. */
export const FILE_BYTES = 30 * 1024 * 1024
/** Pixels of one picture: a page of A3 at 400 dpi has 31 million. */
const PIXELS = 50_000_000
/** Longer sides are scaled down to this: a page of A4 at 300 dpi is 3,508 high. */
export const LONGEST = 4096
export const THUMBNAIL = 320
/** The photo of a second-generation card, GA/T 461: 26 × 32 mm at 350 dpi. */
const PORTRAIT = { width: 358, height: 441 }
/** Half of that still shows a face. */
const LEAST = { width: 179, height: 220 }

export const LIMITS = { limitInputPixels: PIXELS, failOn: 'warning' } as const

export interface Picture {
  bytes: Uint8Array
  mime: 'image/jpeg' | 'image/png' | 'application/pdf'
  width?: number
  height?: number
}

/**
 * A page or photo as it is kept: known to be whole, upright, without what a camera wrote beside it (place, device, time),
 * no side over 4,096 pixels; JPEG or PNG, or a PDF as it came. A picture that needs none of that keeps its bytes.
 * @throws {FileFault}
 */
export async function asKept(bytes: Uint8Array): Promise<Picture> {
  const mime = checkedMime(bytes)
  if (mime === 'application/pdf') return wholePdf(bytes)
  const found = await headerOf(bytes)
  const [width, height] = upright(found)
  const noted = found.exif || found.xmp || found.iptc || (found.orientation ?? 1) !== 1
  if ((mime === 'image/jpeg' || mime === 'image/png') && !noted && Math.max(width, height) <= LONGEST) {
    // One pass over the pixels proves that the picture is whole.
    await decoded(sharp(bytes, LIMITS).stats())
    return { bytes, mime, width, height }
  }
  const small = { width: LONGEST, height: LONGEST, fit: 'inside', withoutEnlargement: true } as const
  const image = sharp(bytes, LIMITS).rotate().resize(small)
  const kind = mime === 'image/png' ? 'image/png' : 'image/jpeg'
  const { data, info } = await decoded(
    (kind === 'image/png' ? image.png() : onWhite(image).jpeg({ quality: 90 })).toBuffer({ resolveWithObject: true }),
  )
  return { bytes: new Uint8Array(data), mime: kind, width: info.width, height: info.height }
}

/** A photo as a permit carries it: 358 × 441 pixels, JPEG, cut to that shape around its middle. @throws {FileFault} */
export async function asPortrait(bytes: Uint8Array): Promise<Picture> {
  if (checkedMime(bytes) === 'application/pdf') throw new FileFault('not-a-picture')
  const [width, height] = upright(await headerOf(bytes))
  if (width < LEAST.width || height < LEAST.height) throw new FileFault('too-small', { width, height })
  const image = onWhite(sharp(bytes, LIMITS).rotate()).resize({ ...PORTRAIT, fit: 'cover' })
  const made = await decoded(image.jpeg({ quality: 90 }).withDensity(350).toBuffer())
  return { bytes: new Uint8Array(made), mime: 'image/jpeg', ...PORTRAIT }
}

/** A small JPEG of a kept picture, at most 320 pixels long; undefined for a PDF. @throws {FileFault} */
export async function asThumbnail(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  if (checkedMime(bytes) === 'application/pdf') return undefined
  await headerOf(bytes)
  const small = { width: THUMBNAIL, height: THUMBNAIL, fit: 'inside', withoutEnlargement: true } as const
  const image = onWhite(sharp(bytes, LIMITS).rotate()).resize(small)
  return new Uint8Array(await decoded(image.jpeg({ quality: 78 }).toBuffer()))
}

const onWhite = (image: Sharp) => image.flatten({ background: '#ffffff' })

export function checkedMime(bytes: Uint8Array): ContentType {
  if (bytes.byteLength > FILE_BYTES)
    throw new FileFault('too-large', { size: Math.ceil(bytes.byteLength / 2 ** 20), limit: FILE_BYTES / 2 ** 20 })
  const mime = contentType(bytes)
  if (!mime) throw new FileFault('not-a-picture')
  return mime
}

/** Only the header is read, so that a picture of a billion pixels costs nothing. */
export async function headerOf(bytes: Uint8Array): Promise<Metadata> {
  const found = await decoded(sharp(bytes, { limitInputPixels: false }).metadata())
  const pixels = found.width * found.height
  if (pixels > PIXELS) throw new FileFault('too-many-pixels', { pixels: Math.ceil(pixels / 1e6), limit: PIXELS / 1e6 })
  if ((found.pages ?? 1) > 1) throw new FileFault('many-pages', { pages: found.pages! })
  return found
}

/** A PDF is not decoded here: it must have its end. */
export function wholePdf(bytes: Uint8Array): Picture {
  if (!Buffer.from(bytes.subarray(-1024)).toString('latin1').includes('%%EOF')) throw new FileFault('broken')
  return { bytes, mime: 'application/pdf' }
}

/** Exif orientations 5 to 8 lie on their side. */
export const upright = ({ width, height, orientation = 1 }: Metadata): [number, number] =>
  orientation >= 5 ? [height, width] : [width, height]

export async function decoded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new FileFault('broken', {}, { cause: error })
  }
}
