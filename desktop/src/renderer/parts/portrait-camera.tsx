import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { grab, type Part, turnedSize } from '../camera/grab.ts'
import { useCamera } from '../camera/use-camera.ts'
import { CameraDialog } from './camera-dialog.tsx'

/** The shape of a permit's photo: 358 × 441 pixels, as GA/T 461 has it for identity cards. */
const SHAPE = 358 / 441
/** Of the picture's height so much is used. */
const HIGH = 0.92

interface PortraitCameraProps {
  take(bytes: Uint8Array<ArrayBuffer>): void
  close(): void
}

/** A picture of the person at the glass, cut where the guide for the head stands. */
export function PortraitCamera({ take, close }: PortraitCameraProps) {
  const { t } = useTranslation()
  const camera = useCamera('portrait')
  const guide = guideOf(turnedSize(camera.size, camera.turn))
  const shoot = async () => {
    const { current } = camera.video
    const bytes = current && camera.live && (await grab(current, camera.turn, guide))
    if (!bytes) return
    take(bytes)
    close()
  }
  return (
    <CameraDialog
      title={t('camera.portrait')}
      camera={camera}
      hint={t('camera.face')}
      guide={guide}
      space={() => void shoot()}
      enter={() => void shoot()}
      close={close}
    >
      <Button type="primary" disabled={!camera.live} onClick={() => void shoot()}>
        {t('camera.take')} <kbd>Enter</kbd>
      </Button>
    </CameraDialog>
  )
}

/** The largest upright part of that shape in the middle of the picture, with a rim around it. */
function guideOf([wide, high]: readonly [number, number]): Part {
  const height = Math.min(HIGH, (HIGH * wide) / (high * SHAPE))
  const width = (height * high * SHAPE) / wide
  return { x: (1 - width) / 2, y: (1 - height) / 2, width, height }
}
