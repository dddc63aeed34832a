import type { Download } from '../../api.ts'

/** Gives a file to the person: the browser's own way, which Electron answers with a save dialogue. */
export function giveFile({ name, mime, bytes }: Download): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
