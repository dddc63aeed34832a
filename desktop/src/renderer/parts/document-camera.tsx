import { Button, Checkbox } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { grab, smallFrame } from '../camera/grab.ts'
import { stillness } from '../camera/stillness.ts'
import { type LiveCamera, useCamera } from '../camera/use-camera.ts'
import { CameraDialog } from './camera-dialog.tsx'

/** A picture that was taken and is not handed on yet. */
interface Shot {
  bytes: Uint8Array<ArrayBuffer>
  url: string
}

interface DocumentCameraProps {
  /** How many pages there is room for. */
  room: number
  pages(pages: Uint8Array<ArrayBuffer>[]): void
  card(sides: [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>]): void
  close(): void
}

/** Pages under a document camera: taken by a key, or when they have come to lie still; both sides of a card on one page. */
export function DocumentCamera({ room, pages, card, close }: DocumentCameraProps) {
  const { t } = useTranslation()
  const camera = useCamera('page')
  const [auto, setAuto] = useState(true)
  const [both, setBoth] = useState(false)
  const { shots, add, drop } = useShots()
  const most = both ? 2 : room
  const take = async () => {
    const { current } = camera.video
    const bytes = current && camera.live && shots.length < most && (await grab(current, camera.turn))
    if (bytes) add(bytes)
  }
  useStillPages(camera, auto && shots.length < most, take)
  const ready = both ? shots.length === 2 : shots.length > 0
  const done = () => {
    if (!ready) return
    const bytes = shots.map(shot => shot.bytes)
    if (both) card([bytes[0]!, bytes[1]!])
    else pages(bytes)
    close()
  }
  const hint = both && shots.length < 2 ? t(shots.length ? 'camera.back' : 'camera.front') : t('camera.lay')
  return (
    <CameraDialog
      title={t('camera.page')}
      camera={camera}
      hint={hint}
      space={() => void take()}
      enter={done}
      close={close}
    >
      <Checkbox checked={auto} onChange={event => setAuto(event.target.checked)}>
        {t('camera.auto')}
      </Checkbox>
      <Checkbox checked={both} disabled={shots.length > 2} onChange={event => setBoth(event.target.checked)}>
        {t('camera.card')}
      </Checkbox>
      <Button disabled={!camera.live || shots.length >= most} onClick={() => void take()}>
        {t('camera.take')} <kbd>{t('camera.space')}</kbd>
      </Button>
      <div className="camera-shots">
        {shots.map((shot, at) => (
          <button key={shot.url} type="button" title={t('camera.drop', { n: at + 1 })} onClick={() => drop(shot)}>
            <img src={shot.url} alt={t('camera.drop', { n: at + 1 })} />
          </button>
        ))}
      </div>
      <Button type="primary" disabled={!ready} onClick={done}>
        {t('camera.done', { count: both ? Math.floor(shots.length / 2) : shots.length })} <kbd>Enter</kbd>
      </Button>
    </CameraDialog>
  )
}

function useShots() {
  const [shots, setShots] = useState<Shot[]>([])
  const all = useRef<Shot[]>([])
  useEffect(() => {
    all.current = shots
  })
  useEffect(() => () => all.current.forEach(({ url }) => URL.revokeObjectURL(url)), [])
  return {
    shots,
    add: (bytes: Shot['bytes']) => {
      const url = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }))
      setShots(now => [...now, { bytes, url }])
    },
    drop: (shot: Shot) => {
      URL.revokeObjectURL(shot.url)
      setShots(now => now.filter(one => one !== shot))
    },
  }
}

/** How often it is looked whether something moves, ms. */
const LOOK = 100

/** Takes a picture of each page that has come to lie still. */
function useStillPages(camera: LiveCamera, on: boolean, take: () => Promise<void>): void {
  const newest = useRef(take)
  const [watch] = useState(stillness)
  useEffect(() => {
    newest.current = take
  })
  const { live, video } = camera
  useEffect(() => {
    if (!on || !live) return
    const canvas = document.createElement('canvas')
    const timer = setInterval(() => {
      const frame = video.current && smallFrame(video.current, canvas)
      if (frame && watch.see(frame, performance.now()) === 'settled') void newest.current()
    }, LOOK)
    return () => clearInterval(timer)
  }, [on, live, video, watch])
}
