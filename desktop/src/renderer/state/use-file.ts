import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toFailure } from '../failure.ts'
import { useAsk } from './client-context.ts'

export interface OpenFile {
  url: string
  bytes: Uint8Array
  isImage: boolean
}

/** A stored file as an address that an image can show; `missing` says why it is not here. */
export function useFile(hash: string, thumbnail: boolean): { file?: OpenFile; missing?: string } {
  const { t } = useTranslation()
  const ask = useAsk()
  const [state, setState] = useState<{ file?: OpenFile; missing?: string }>({})
  useEffect(() => {
    let url: string | undefined
    let stale = false
    ask('files.get', { hash, thumbnail }).then(
      ({ mime, bytes }) => {
        if (stale) return
        url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }))
        setState({ file: { url, bytes, isImage: mime.startsWith('image/') } })
      },
      thrown => stale || setState({ missing: toFailure(thrown, t('failure.broken')).text }),
    )
    return () => {
      stale = true
      if (url) URL.revokeObjectURL(url)
    }
  }, [ask, hash, thumbnail, t])
  return state
}
