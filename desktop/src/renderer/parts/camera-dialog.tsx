import { RotateRightOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { type CSSProperties, type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { type Part, turnedSize } from '../camera/grab.ts'
import type { LiveCamera } from '../camera/use-camera.ts'

interface CameraDialogProps {
  title: string
  camera: LiveCamera
  /** What is to be done now; said over the picture. */
  hint: string
  /** What of the picture will be used, with the outline of a head in it. */
  guide?: Part
  /** What the space bar does. */
  space?(): void
  /** What Enter does. */
  enter?(): void
  close(): void
  children?: ReactNode
}

/** The live picture of a camera over everything else, with what can be done with it at the side. */
export function CameraDialog({ title, camera, hint, guide, space, enter, close, children }: CameraDialogProps) {
  const { t } = useTranslation()
  const dialog = useRef<HTMLDivElement>(null)
  useDialogKeys(dialog, { ' ': space, Enter: enter, Escape: close, r: camera.rotate, R: camera.rotate })
  return createPortal(
    <div className="camera-cover">
      <div className="camera" role="dialog" aria-label={title} ref={dialog} tabIndex={-1}>
        <div className="camera-view">
          <Picture camera={camera} {...(guide && { guide })} />
          {camera.fault ? (
            <div className="camera-fault" role="alert">
              <p>{t(`camera.faults.${camera.fault}`)}</p>
              <Button onClick={camera.again}>{t('camera.again')}</Button>
            </div>
          ) : (
            <output className="camera-hint">{camera.live ? hint : t('camera.starting')}</output>
          )}
        </div>
        <div className="camera-side">
          <h2>{title}</h2>
          <CameraTools camera={camera} />
          {children}
          <Button size="small" onClick={close}>
            {t('camera.close')} <kbd>Esc</kbd>
          </Button>
        </div>
      </div>
    </div>,
    document.body,
  )
}

/** Which camera, and what it can be told. */
function CameraTools({ camera }: { camera: LiveCamera }) {
  const { t } = useTranslation()
  return (
    <>
      <Select
        size="small"
        aria-label={t('camera.which')}
        value={camera.name ?? null}
        onChange={camera.choose}
        options={camera.names.map(name => ({ value: name, label: name }))}
        getPopupContainer={node => node.parentElement ?? document.body}
      />
      <div className="camera-tools">
        <Button size="small" icon={<RotateRightOutlined />} disabled={!camera.live} onClick={camera.rotate}>
          {t('camera.rotate')} <kbd>R</kbd>
        </Button>
        {camera.focus && (
          <Button size="small" onClick={camera.focus}>
            {t('camera.focus')}
          </Button>
        )}
      </div>
    </>
  )
}

type Keys = Readonly<Record<string, (() => void) | undefined>>

/**
 * While the dialog is there its keys come before all others: a form lies below, whose keys and ways of the focus are not
 * meant. Buttons and lists of the dialog keep the keys that are theirs.
 */
function useDialogKeys(dialog: RefObject<HTMLDivElement | null>, keys: Keys): void {
  const newest = useRef(keys)
  useEffect(() => {
    newest.current = keys
  })
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.focus()
    const press = (event: globalThis.KeyboardEvent) => {
      const target = event.target as Node | null
      const within = target !== dialog.current && dialog.current?.contains(target)
      if (within && event.key !== 'Escape') return
      event.stopPropagation()
      if (event.key === 'Tab' && target === dialog.current) return
      event.preventDefault()
      dialog.current?.focus()
      if (!event.repeat) newest.current[event.key]?.()
    }
    window.addEventListener('keydown', press, true)
    return () => {
      window.removeEventListener('keydown', press, true)
      // Whoever opened it has the focus again.
      ;(before as HTMLElement | null)?.focus()
    }
  }, [dialog])
}

function Picture({ camera, guide }: { camera: LiveCamera; guide?: Part }) {
  const { size, turn, video } = camera
  const [wide, high] = turnedSize(size, turn)
  const frame: CSSProperties = { aspectRatio: `${wide} / ${high}`, width: `min(100cqw, 100cqh * ${wide / high})` }
  const share = (part: number) => `${part * 100}%`
  return (
    <div className="camera-picture" style={frame}>
      <video
        ref={video}
        muted
        playsInline
        style={{ width: share(size.width / wide), transform: `translate(-50%, -50%) rotate(${turn}deg)` }}
      />
      {guide && (
        <div
          className="camera-guide"
          style={{ left: share(guide.x), top: share(guide.y), width: share(guide.width), height: share(guide.height) }}
        />
      )}
    </div>
  )
}
