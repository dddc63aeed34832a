import { CameraOutlined, FolderOpenOutlined, ScanOutlined } from '@ant-design/icons'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { KeyButton } from '../parts/key-button.tsx'
import { type Adding, readAll } from './incoming-files.ts'

interface FileButtonsProps {
  accept: 'scan' | 'photo'
  label: string
  add: Adding
}

/** The ways in: the desk's scanner or camera, a file from the disk; dropping and pasting need no button. */
export function FileButtons({ accept, label, add }: FileButtonsProps) {
  const { t } = useTranslation()
  return (
    <div className="file-buttons">
      {accept === 'photo' ? (
        <KeyButton size="small" hotkey="F4" stop icon={<CameraOutlined />} onClick={add.portrait}>
          {t('file.portrait')}
        </KeyButton>
      ) : (
        <KeyButton size="small" hotkey="F6" stop icon={<ScanOutlined />} onClick={add.scan}>
          {t('file.scan')}
        </KeyButton>
      )}
      <FilePicker label={label} many={accept === 'scan'} add={add} />
      <span className="faint">{t('file.drop')}</span>
    </div>
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
