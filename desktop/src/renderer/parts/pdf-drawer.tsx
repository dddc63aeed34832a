import { Button, Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Download } from '../../api/files.ts'
import { giveFile } from '../state/download.ts'
import { PdfView } from './pdf-view.tsx'

interface PdfDrawerProps {
  title: string
  bytes: Uint8Array
  /** Offered to be saved. */
  file?: Download
  close(): void
}

/** A PDF at the side, over nothing that is being typed. */
export function PdfDrawer({ title, bytes, file, close }: PdfDrawerProps) {
  const { t } = useTranslation()
  const save = file && <Button onClick={() => giveFile(file)}>{t('print.save')}</Button>
  return (
    <Drawer open title={title} onClose={close} size={720} extra={save}>
      <PdfView bytes={bytes} />
    </Drawer>
  )
}
