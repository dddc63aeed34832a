import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clearSignature, SignatureCanvas, signatureOf } from '../fields/signature-canvas.tsx'

/** Points of the picture that is kept. */
const WIDTH = 1040
const HEIGHT = 300

interface SignProps {
  busy: boolean
  back(): void
  give(signature: Uint8Array<ArrayBuffer>): void
}

/** The place to sign, over what is signed. */
export function Sign({ busy, back, give }: SignProps) {
  const { t } = useTranslation()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [written, setWritten] = useState(false)
  const send = async () => {
    const signature = await signatureOf(canvas.current)
    if (signature) give(signature)
  }
  return (
    <section className="citizen-sign" aria-label={t('citizen.sign')}>
      <SignatureCanvas
        canvas={canvas}
        label={t('citizen.sign')}
        width={WIDTH}
        height={HEIGHT}
        written={() => setWritten(true)}
      />
      <footer>
        <button type="button" onClick={back}>
          {t('citizen.back')}
        </button>
        <button
          type="button"
          disabled={!written}
          onClick={() => {
            clearSignature(canvas.current)
            setWritten(false)
          }}
        >
          {t('citizen.clear')}
        </button>
        <button type="button" className="main" disabled={!written || busy} onClick={() => void send()}>
          {t('citizen.give')}
        </button>
      </footer>
    </section>
  )
}
