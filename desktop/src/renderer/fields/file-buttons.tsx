import { CameraOutlined, FolderOpenOutlined, ScanOutlined, VideoCameraOutlined } from '@ant-design/icons'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DocumentCamera } from '../parts/document-camera.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { PortraitCamera } from '../parts/portrait-camera.tsx'
import { useSessionState } from '../state/session.tsx'
import { type Adding, photographed, readAll } from './incoming-files.ts'

interface FileButtonsProps {
  accept: 'scan' | 'photo'
  label: string
  /** How many more the field takes. */
  room: number
  add: Adding
}

/** The ways in: the desk's scanner or camera, a file from the disk; dropping and pasting need no button. */
export function FileButtons({ accept, label, room, add }: FileButtonsProps) {
  const { t } = useTranslation()
  const { place } = useSessionState()
  return (
    <div className="file-buttons">
      {place ? null : accept === 'photo' ? (
        <PortraitButtons add={add} />
      ) : (
        <>
          <KeyButton size="small" hotkey="F6" stop icon={<ScanOutlined />} onClick={add.scan}>
            {t('file.scan')}
          </KeyButton>
          <DocumentButton room={room} add={add} />
        </>
      )}
      <FilePicker label={label} many={accept === 'scan'} add={add} />
      <span className="faint">{t('file.drop')}</span>
    </div>
  )
}

function DocumentButton({ room, add }: { room: number; add: Adding }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <KeyButton size="small" hotkey="F10" tabIndex={-1} icon={<VideoCameraOutlined />} onClick={() => setOpen(true)}>
        {t('camera.open')}
      </KeyButton>
      {open && (
        <DocumentCamera
          room={room}
          pages={pages => add.files(photographed(pages, 'page'))}
          card={add.card}
          close={() => setOpen(false)}
        />
      )}
    </>
  )
}

/** In the demo the camera of the simulated desk sees whoever's card lies on the reader; a real one is beside it. */
function PortraitButtons({ add }: { add: Adding }) {
  const { t } = useTranslation()
  const { demo } = useSessionState()
  const [open, setOpen] = useState(false)
  return (
    <>
      <KeyButton
        size="small"
        hotkey="F4"
        stop
        icon={<CameraOutlined />}
        onClick={demo ? add.portrait : () => setOpen(true)}
      >
        {t('file.portrait')}
      </KeyButton>
      {demo && (
        <KeyButton size="small" tabIndex={-1} icon={<VideoCameraOutlined />} onClick={() => setOpen(true)}>
          {t('camera.openPortrait')}
        </KeyButton>
      )}
      {open && (
        <PortraitCamera take={bytes => add.files(photographed([bytes], 'portrait'))} close={() => setOpen(false)} />
      )}
    </>
  )
}

function FilePicker({ label, many, add }: { label: string; many: boolean; add: Adding }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        accept={many ? 'image/*,application/pdf' : 'image/*'}
        multiple={many}
        onChange={event => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          if (files.length) add.files(readAll(files))
        }}
      />
      <KeyButton size="small" tabIndex={-1} icon={<FolderOpenOutlined />} onClick={() => input.current?.click()}>
        {t('file.choose')}
      </KeyButton>
    </>
  )
}
