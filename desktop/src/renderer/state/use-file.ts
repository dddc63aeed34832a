import { useEffect, useState } from 'react'
import { useAsk } from './client-context.ts'

export interface OpenFile {
  url: string
  bytes: Uint8Array
  isImage: boolean
}

/** A stored file as an address that an image can show; undefined while it is fetched and when it is not here. */
export function useFile(hash: string, thumbnail: boolean): OpenFile | undefined {
  const ask = useAsk()
  const [file, setFile] = useState<OpenFile>()
  useEffect(() => {
    let url: string | undefined
    let stale = false
    ask('files.get', { hash, thumbnail }).then(
      ({ mime, bytes }) => {
        if (stale) return
        url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }))
        setFile({ url, bytes, isImage: mime.startsWith('image/') })
      },
      () => stale || setFile(undefined),
    )
    return () => {
      stale = true
      if (url) URL.revokeObjectURL(url)
    }
  }, [ask, hash, thumbnail])
  return file
}
