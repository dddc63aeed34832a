import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilesTaken } from './incoming-files.ts'
import { clearSignature, SignatureCanvas, signatureOf } from './signature-canvas.tsx'

const WIDTH = 520
const HEIGHT = 150

/** A white field to sign on with pen, finger or mouse; kept as a picture when the person says so. */
export function SignaturePad({ label, take }: { label: string; take(files: FilesTaken): void }) {
  const { t } = useTranslation()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [written, setWritten] = useState(false)
  const [open, setOpen] = useState(false)
  const clear = () => {
    clearSignature(canvas.current)
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
      <SignatureCanvas canvas={canvas} label={label} width={WIDTH} height={HEIGHT} written={() => setWritten(true)} />
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

const pictureOf =
  (canvas: HTMLCanvasElement, name: string): FilesTaken =>
  async () => {
    const bytes = await signatureOf(canvas)
    return bytes ? [{ name: `${name}.png`, mime: 'image/png', bytes }] : []
  }
