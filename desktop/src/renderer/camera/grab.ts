import type { Camera } from '../../api/files.ts'
import type { Frame } from './stillness.ts'

/** A part of the picture of a camera, each as a share (0 to 1) of its width and height. */
export interface Part {
  x: number
  y: number
  width: number
  height: number
}

/** Pixels of the small copy by which movement is seen. */
const [WIDTH, HEIGHT] = [80, 60]

/**
 * The camera's picture of this moment as a JPEG, turned to the right by these degrees, or a part of it as it then stands.
 * Undefined while there is no picture yet.
 */
export async function grab(
  video: HTMLVideoElement,
  turn: Camera['turn'],
  part: Part = { x: 0, y: 0, width: 1, height: 1 },
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { videoWidth, videoHeight } = video
  if (!videoWidth || !videoHeight) return undefined
  const [wide, high] = turnedSize({ width: videoWidth, height: videoHeight }, turn)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(part.width * wide)
  canvas.height = Math.round(part.height * high)
  const pen = canvas.getContext('2d')
  pen?.translate(wide / 2 - part.x * wide, high / 2 - part.y * high)
  pen?.rotate((turn * Math.PI) / 180)
  pen?.drawImage(video, -videoWidth / 2, -videoHeight / 2)
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.95))
  return blob ? new Uint8Array(await blob.arrayBuffer()) : undefined
}

/** Width and height of a picture once it is turned. */
export const turnedSize = ({ width, height }: { width: number; height: number }, turn: Camera['turn']) =>
  turn % 180 ? ([height, width] as const) : ([width, height] as const)

/** A small grey copy of the camera's picture, drawn on a canvas that is used for each. */
export function smallFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): Frame | undefined {
  if (!video.videoWidth) return undefined
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen) return undefined
  pen.drawImage(video, 0, 0, WIDTH, HEIGHT)
  return { grey: greyOf(pen.getImageData(0, 0, WIDTH, HEIGHT).data), width: WIDTH, height: HEIGHT }
}

/** Red, green, blue and alpha as grey. */
export function greyOf(data: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const grey = new Uint8Array(data.length / 4)
  for (let at = 0; at < grey.length; at++) grey[at] = (data[at * 4]! + 2 * data[at * 4 + 1]! + data[at * 4 + 2]!) >> 2
  return grey
}
