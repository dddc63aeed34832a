import { type RefObject, useEffect, useRef } from 'react'
import type { ApiFailure } from '../../api.ts'
import { i18n } from '../words/i18n.ts'

/** A file as the core takes it. */
export interface IncomingFile {
  name: string
  mime: string
  bytes: Uint8Array<ArrayBuffer>
  /** What it is, where that is known; else its field decides. */
  as?: 'page' | 'portrait'
}

/** Reads the files when asked, so that a wrong one is told where the field is. */
export type FilesTaken = () => Promise<IncomingFile[]>

/** The ways in which files come to a field. */
export interface Adding {
  files(files: FilesTaken): void
  scan(): void
  portrait(): void
  /** Both sides of a card, each photographed. */
  card(sides: readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>]): void
}

/** Pictures that the camera took. */
export const photographed =
  (pictures: readonly Uint8Array<ArrayBuffer>[], as: 'page' | 'portrait'): FilesTaken =>
  async () =>
    pictures.map(bytes => ({ name: `${as}.jpg`, mime: 'image/jpeg', bytes, as }))

/** Event by which a form hands files to the field that should take them: pasted or dropped anywhere in the form. */
const HANDED = 'chuangtai-files'

/** Largest file that a window takes, bytes. Cameras make up to 15 MB; scans are far smaller. */
const LARGEST = 40_000_000

/** Makes an element take dropped and pasted files. */
export function useIncomingFiles(take: (files: FilesTaken) => void, closed: boolean): RefObject<HTMLDivElement | null> {
  const area = useRef<HTMLDivElement>(null)
  const newest = useRef(take)
  useEffect(() => {
    newest.current = take
  })
  useEffect(() => {
    const element = area.current
    if (!element || closed) return
    const handed = (event: Event) => newest.current(readAll((event as CustomEvent<File[]>).detail))
    element.addEventListener(HANDED, handed)
    return () => element.removeEventListener(HANDED, handed)
  }, [closed])
  return area
}

/**
 * Hands files to a field of the form: the one they were dropped on or that has the focus, else the first that has room.
 * Answers whether one took them.
 */
export function handFiles(form: HTMLElement, files: readonly File[], near: Element | null): boolean {
  const own = near?.closest<HTMLElement>('[data-files]')
  const photo = files.every(file => file.type.startsWith('image/'))
  const first = form.querySelector<HTMLElement>('[data-files=scan]') ?? null
  const target = own ?? first ?? (photo ? form.querySelector<HTMLElement>('[data-files=photo]') : null)
  target?.dispatchEvent(new CustomEvent(HANDED, { detail: files }))
  return target !== null && target !== undefined
}

/** Reads files, and refuses what is too large or neither picture nor PDF before it is read into memory. */
export const readAll =
  (files: readonly File[]): FilesTaken =>
  () =>
    Promise.all(files.map(readOne))

async function readOne(file: File): Promise<IncomingFile> {
  const { name, size, type } = file
  if (size > LARGEST) throw tooLarge(name, size)
  if (!/^image\/|^application\/pdf$/.test(type)) throw wrongKind(name)
  return { name, mime: type, bytes: new Uint8Array(await file.arrayBuffer()) }
}

function tooLarge(name: string, size: number): ApiFailure {
  const values = { name, size: Math.round(size / 1e6), limit: Math.round(LARGEST / 1e6) }
  return { code: 'too-large', text: i18n.t('file.tooLarge', values) }
}

function wrongKind(name: string): ApiFailure {
  return { code: 'format', text: i18n.t('file.wrongKind', { name }) }
}
