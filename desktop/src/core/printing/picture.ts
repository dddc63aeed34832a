import { type PDFContext, PDFRawStream, type PDFRef } from '@pdfme/pdf-lib'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { deflated } from './embed.ts'
import { PrintError } from './error.ts'

export interface Picture {
  ref: PDFRef
  /** Pixels. */
  width: number
  height: number
}

/** More pixels than a card or sheet printer can show of a picture across a whole A4 page at 300 dpi. */
const MOST_PIXELS = 2480 * 3508
/** A picture that claims more than this is refused unread. */
const MOST_READ = 50_000_000

/**
 * Puts a picture into the document. A plain upright JPEG goes in as it is; anything else (turned by its EXIF mark, CMYK,
 * PNG, WebP, larger than print can use) is converted, and transparency is kept, so that a seal may lie over text.
 */
export async function embedPicture(context: PDFContext, key: string, bytes: Uint8Array): Promise<Picture> {
  try {
    const source = sharp(bytes, { limitInputPixels: MOST_READ, failOn: 'error' })
    const about = await source.metadata()
    if (isPlain(about)) return embedJpeg(context, bytes, about)
    const upright = source.rotate().toColourspace('srgb')
    const share = Math.sqrt(MOST_PIXELS / (about.width * about.height))
    const fitted = share < 1 ? upright.resize(Math.max(1, Math.floor(about.autoOrient.width * share))) : upright
    if (about.hasAlpha) return await embedTransparent(context, fitted)
    const jpeg = await fitted.jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer()
    return embedJpeg(context, jpeg, await sharp(jpeg).metadata())
  } catch (cause) {
    throw new PrintError('picture', { key }, { cause })
  }
}

const isPlain = (about: Metadata) =>
  about.format === 'jpeg' &&
  (about.orientation ?? 1) === 1 &&
  (about.channels === 3 || about.channels === 1) &&
  about.width * about.height <= MOST_PIXELS

function embedJpeg(context: PDFContext, bytes: Uint8Array, { width, height, channels }: Metadata): Picture {
  const dict = context.obj({
    ...image(width, height, channels === 1 ? 'DeviceGray' : 'DeviceRGB'),
    Filter: 'DCTDecode',
    Length: bytes.length,
  })
  return { ref: context.register(PDFRawStream.of(dict, bytes)), width, height }
}

async function embedTransparent(context: PDFContext, picture: Sharp): Promise<Picture> {
  const { data, info } = await picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const colours = new Uint8Array(width * height * 3)
  const alpha = new Uint8Array(width * height)
  for (let i = 0; i < alpha.length; i++) {
    colours.set(data.subarray(i * 4, i * 4 + 3), i * 3)
    alpha[i] = data[i * 4 + 3]!
  }
  const mask = context.register(await deflated(context, alpha, image(width, height, 'DeviceGray')))
  const stream = await deflated(context, colours, image(width, height, 'DeviceRGB'))
  stream.dict.set(context.obj('SMask'), mask)
  return { ref: context.register(stream), width, height }
}

const image = (width: number, height: number, space: string) => ({
  Type: 'XObject',
  Subtype: 'Image',
  Width: width,
  Height: height,
  BitsPerComponent: 8,
  ColorSpace: space,
})
