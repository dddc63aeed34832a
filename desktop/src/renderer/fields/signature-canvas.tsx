import type { PointerEvent, RefObject } from 'react'

interface SignatureCanvasProps {
  canvas: RefObject<HTMLCanvasElement | null>
  label: string
  /** Points of the picture; on the screen it is as large as its styles say. */
  width: number
  height: number
  /** Something was drawn. */
  written(): void
}

/** A white field to draw a signature on, with pen, finger or mouse. */
export function SignatureCanvas({ canvas, label, width, height, written }: SignatureCanvasProps) {
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      aria-label={label}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId)
        stroke(event, true)
        written()
      }}
      onPointerMove={event => event.buttons > 0 && stroke(event, false)}
    />
  )
}

function stroke(event: PointerEvent<HTMLCanvasElement>, begin: boolean): void {
  const canvas = event.currentTarget
  const pen = canvas.getContext('2d')
  if (!pen) return
  const box = canvas.getBoundingClientRect()
  const at = {
    x: ((event.clientX - box.left) * canvas.width) / box.width,
    y: ((event.clientY - box.top) * canvas.height) / box.height,
  }
  pen.lineWidth = canvas.height / 60
  pen.lineCap = 'round'
  if (begin) {
    pen.beginPath()
    pen.moveTo(at.x, at.y)
  }
  pen.lineTo(at.x, at.y)
  pen.stroke()
}

export function clearSignature(canvas: HTMLCanvasElement | null): void {
  canvas?.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height)
}

/** What was drawn, as PNG; undefined when the browser makes none. */
export async function signatureOf(canvas: HTMLCanvasElement | null): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const blob = await new Promise<Blob | null>(resolve => (canvas ? canvas.toBlob(resolve, 'image/png') : resolve(null)))
  return blob ? new Uint8Array(await blob.arrayBuffer()) : undefined
}
