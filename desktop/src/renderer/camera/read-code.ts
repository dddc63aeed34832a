import { greyOf } from './grab.ts'

/** Pixels of the longer side in which a code is looked for: small enough for several looks a second. */
const LONGEST = 1280

export interface CodeReader {
  /** The text of a bar code or QR code in the picture; undefined when there is none that can be read. */
  read(video: HTMLVideoElement): string | undefined
}

/** Loads what reads codes; it is part of the program and comes from no network. */
export async function codeReader(): Promise<CodeReader> {
  const zxing = await import('@zxing/library')
  const { BarcodeFormat, BinaryBitmap, DecodeHintType, HybridBinarizer, MultiFormatReader, RGBLuminanceSource } = zxing
  const reader = new MultiFormatReader()
  const formats = [BarcodeFormat.QR_CODE, BarcodeFormat.CODE_128, BarcodeFormat.CODE_39, BarcodeFormat.DATA_MATRIX]
  reader.setHints(
    new Map<(typeof DecodeHintType)[keyof typeof DecodeHintType], unknown>([
      [DecodeHintType.POSSIBLE_FORMATS, formats],
      [DecodeHintType.TRY_HARDER, true],
    ]),
  )
  const canvas = document.createElement('canvas')
  return {
    read(video) {
      const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight, 1))
      const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)]
      if (!width || !height) return undefined
      canvas.width = width
      canvas.height = height
      const pen = canvas.getContext('2d', { willReadFrequently: true })
      pen?.drawImage(video, 0, 0, width, height)
      const grey = pen && greyOf(pen.getImageData(0, 0, width, height).data)
      if (!grey) return undefined
      try {
        const source = new RGBLuminanceSource(new Uint8ClampedArray(grey), width, height)
        return reader.decodeWithState(new BinaryBitmap(new HybridBinarizer(source))).getText()
      } catch {
        // No code in it: the library has no other way to say so.
        return undefined
      }
    },
  }
}
