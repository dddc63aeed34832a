import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { looksSigned } from '../../../../shared-types/src/engine/signed-code.ts'
import { type CodeReader, codeReader } from '../camera/read-code.ts'
import { useCamera } from '../camera/use-camera.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { CameraDialog } from './camera-dialog.tsx'

/** How long between two looks for a code, ms: one takes up to a hundred on the computers of desks. */
const LOOK = 250

/** Opens the case whose paper is held before the camera. */
export function CodeCamera({ close }: { close(): void }) {
  const { t } = useTranslation()
  const camera = useCamera('code')
  const ask = useAsk()
  const navigate = useNavigate()
  const { failure, run, clear } = useAct()
  const unknown = useRef('')
  const { live, video } = camera
  useEffect(() => {
    if (!live) return
    const look = { reader: undefined as CodeReader | undefined, timer: undefined as number | undefined, over: false }
    const found = async (text: string) => {
      // One that is no paper of ours is asked for once, not four times a second.
      if (text === unknown.current) return
      clear()
      unknown.current = text
      if (looksSigned(text)) {
        close()
        return navigate('/verify', { state: { code: text } })
      }
      const at = await run(() => ask('codes.find', { text: text.slice(0, 200) }))
      if (!at || look.over) return
      close()
      navigate(`/case/${at.id}`)
    }
    const next = async () => {
      look.reader ??= await codeReader()
      const text = video.current && look.reader.read(video.current)
      if (text) await found(text)
      if (!look.over) look.timer = window.setTimeout(() => void next(), LOOK)
    }
    void next()
    return () => {
      look.over = true
      clearTimeout(look.timer)
    }
  }, [live, video, ask, navigate, run, clear, close])
  return (
    <CameraDialog title={t('camera.code')} camera={camera} hint={failure?.text ?? t('camera.seek')} close={close} />
  )
}
