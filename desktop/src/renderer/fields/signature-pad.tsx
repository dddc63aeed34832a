import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type PointerEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilesTaken } from './incoming-files.ts'

const WIDTH = 520
const HEIGHT = 150

/** A white field to sign on with pen, finger or mouse; kept as a picture when the person says so. */
export function SignaturePad({ label, take }: { label: string; take(files: FilesTaken): void }) {
  const { t } = useTranslation()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [written, setWritten] = useState(false)
  const [open, setOpen] = useState(false)
  const clear = () => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, WIDTH, HEIGHT)
    setWritten(false)
  }
  if (!open)
    return (
      <Button size="small" icon={<EditOutlined />} data-stop onClick={() => setOpen(true)}>
        {t('file.sign')}
      </Button>
    )
  return (
    <div className="signature-pad">
      <canvas
        ref={canvas}
        width={WIDTH}
        height={HEIGHT}
        aria-label={label}
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId)
          stroke(event, true)
          setWritten(true)
        }}
        onPointerMove={event => event.buttons > 0 && stroke(event, false)}
      />
      <div className="signature-buttons">
        <Button
          size="small"
          disabled={!written}
          onClick={() => canvas.current && take(pictureOf(canvas.current, label))}
        >
          {t('file.keepSignature')}
        </Button>
        <Button size="small" type="text" disabled={!written} onClick={clear}>
          {t('file.clear')}
        </Button>
      </div>
    </div>
  )
}

function stroke(event: PointerEvent<HTMLCanvasElement>, begin: boolean): void {
  const canvas = event.currentTarget
  const pen = canvas.getContext('2d')
  if (!pen) return
  const box = canvas.getBoundingClientRect()
  const at = {
    x: ((event.clientX - box.left) * WIDTH) / box.width,
    y: ((event.clientY - box.top) * HEIGHT) / box.height,
  }
  pen.lineWidth = 2.5
  pen.lineCap = 'round'
  if (begin) {
    pen.beginPath()
    pen.moveTo(at.x, at.y)
  }
  pen.lineTo(at.x, at.y)
  pen.stroke()
}

const pictureOf =
  (canvas: HTMLCanvasElement, name: string): FilesTaken =>
  async () => {
    const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
    if (!blob) return []
    return [{ name: `${name}.png`, mime: 'image/png', bytes: new Uint8Array(await blob.arrayBuffer()) }]
  }
