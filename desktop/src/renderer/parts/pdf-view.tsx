import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Waiting } from './waiting.tsx'

/** Width of a page on the screen, CSS pixels. */
const WIDTH = 660

/** Draws the pages of a PDF itself, so that it looks alike in every shell and needs no plug-in. */
export function PdfView({ bytes }: { bytes: Uint8Array }) {
  const { t } = useTranslation()
  const area = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<'drawing' | 'done' | 'failed'>('drawing')
  useEffect(() => {
    const stop = new AbortController()
    draw(bytes, area.current!, stop.signal).then(
      () => stop.signal.aborted || setState('done'),
      () => stop.signal.aborted || setState('failed'),
    )
    return () => stop.abort()
  }, [bytes])
  return (
    <div className="pdf-view">
      {state === 'drawing' && <Waiting text={t('wait.drawing')} />}
      {state === 'failed' && <p className="tone-bad">{t('failure.pdf')}</p>}
      <div ref={area} />
    </div>
  )
}

async function draw(bytes: Uint8Array, area: HTMLElement, signal: AbortSignal): Promise<void> {
  const pdfjs = await import('pdfjs-dist')
  pdfjs.GlobalWorkerOptions.workerSrc = new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).href
  const document = await pdfjs.getDocument({ data: bytes.slice() }).promise
  const canvases: HTMLCanvasElement[] = []
  for (let number = 1; number <= document.numPages && !signal.aborted; number++) {
    const page = await document.getPage(number)
    const scale = WIDTH / page.getViewport({ scale: 1 }).width
    const viewport = page.getViewport({ scale: scale * devicePixelRatio })
    const canvas = window.document.createElement('canvas')
    Object.assign(canvas, { width: viewport.width, height: viewport.height })
    await page.render({ canvas, viewport }).promise
    canvases.push(canvas)
  }
  if (!signal.aborted) area.replaceChildren(...canvases)
  await document.cleanup()
}
