import type { Download } from '../../api/files.ts'

/** Gives a file to the person: the browser's own way, which Electron answers with a save dialogue. */
export function giveFile({ name, mime, bytes }: Download): void {
  giveBlob(name, new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }))
}

/** The same for what is in no array. */
export function giveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
