import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Download } from '../../api/files.ts'
import { useAsk } from '../state/client-context.ts'
import { giveFile } from '../state/download.ts'

/** The signed code of a case as it is printed, to look at and to take along. */
export function CodePicture({ caseId, text }: { caseId: string; text: string }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [file, setFile] = useState<Download>()
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const drawn = { url: '', over: false }
    ask('codes.picture', { id: caseId }).then(
      picture => {
        if (drawn.over) return
        drawn.url = URL.createObjectURL(new Blob([Uint8Array.from(picture.bytes)], { type: picture.mime }))
        setFile(picture)
        setUrl(drawn.url)
      },
      () => undefined,
    )
    return () => {
      drawn.over = true
      if (drawn.url) URL.revokeObjectURL(drawn.url)
    }
  }, [ask, caseId])
  if (!file || !url) return <span className="faint">{text.slice(0, 24)}…</span>
  return (
    <span className="code-picture">
      <img src={url} alt={t('code.picture')} />
      <Button size="small" icon={<DownloadOutlined />} onClick={() => giveFile(file)}>
        {t('code.take')}
      </Button>
    </span>
  )
}
