import { CloseOutlined, CloudDownloadOutlined, FilePdfOutlined } from '@ant-design/icons'
import { Button, Image } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFile } from '../state/use-file.ts'
import { PdfDrawer } from './pdf-drawer.tsx'

interface FileTileProps {
  hash: string
  label: string
  remove?(): void
}

/** A stored picture or paper, small; a click shows it whole. */
export function FileTile({ hash, label, remove }: FileTileProps) {
  const { t } = useTranslation()
  const { file, missing } = useFile(hash, true)
  const [open, setOpen] = useState(false)
  return (
    <div className="file-tile">
      <button
        type="button"
        className="file-open"
        // In a form the keys go from field to field; on a page that is read they come to the papers.
        tabIndex={remove ? -1 : 0}
        disabled={!file}
        title={missing ?? label}
        onClick={() => setOpen(true)}
      >
        {file?.isImage && <img src={file.url} alt={label} />}
        {file && !file.isImage && <FilePdfOutlined />}
        {missing && <CloudDownloadOutlined className="faint" />}
      </button>
      {remove && (
        <Button
          className="file-remove"
          type="text"
          size="small"
          tabIndex={-1}
          icon={<CloseOutlined />}
          aria-label={t('file.remove')}
          onClick={remove}
        />
      )}
      {open && <WholeFile hash={hash} label={label} close={() => setOpen(false)} />}
    </div>
  )
}

function WholeFile({ hash, label, close }: { hash: string; label: string; close(): void }) {
  const { file } = useFile(hash, false)
  if (!file) return null
  if (!file.isImage) return <PdfDrawer title={label} bytes={file.bytes} close={close} />
  return (
    <Image
      className="file-hidden"
      src={file.url}
      alt={label}
      preview={{ open: true, onOpenChange: open => !open && close() }}
    />
  )
}
