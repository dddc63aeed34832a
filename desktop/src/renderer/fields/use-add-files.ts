import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnyValue } from '../../../../shared-types/src/model/field.ts'
import type { StoredFile } from '../../api/files.ts'
import type { ApiFailure } from '../../api.ts'
import { type Ask, useAsk } from '../state/client-context.ts'
import type { Doing } from '../state/use-act.ts'
import type { FieldProps } from './field-props.ts'
import type { Adding, IncomingFile } from './incoming-files.ts'

/** What a field takes that names no limit: more than anyone scans for one case. */
const MANY = 50

interface Added {
  add: Adding
  /** Blank sides that the last stack had. */
  blanks: number
  /** How many more the field takes. */
  room: number
}

/** The ways in which files come into a field, one after the other: nothing is lost and nothing taken twice. */
export function useAddFiles(hashes: readonly string[], props: FieldProps<'files'>, doing: Doing): Added {
  const { accept, max = MANY } = props.field
  const ask = useAsk()
  const [blanks, setBlanks] = useState(0)
  const append = useAppend(hashes, max, props)
  // What a person takes while a stack is scanned waits for its end.
  const line = useRef(Promise.resolve())
  const queue = (thing: () => Promise<string[]>) => {
    line.current = line.current.then(async () => void (await doing.run(async () => append(await thing()))))
  }
  const scan = async () => {
    const pages = await ask('files.scan', {})
    setBlanks(pages.reduce((sum, page) => sum + (page.blanks ?? 0), 0))
    const taken = pages.map(page => page.hash)
    const stopped = pages.at(-1)?.stopped
    if (!stopped) return taken
    append(taken)
    throw { code: 'device', text: stopped } satisfies ApiFailure
  }
  const as = accept === 'scan' ? 'page' : 'picture'
  const add: Adding = {
    files: files =>
      queue(async () => {
        const taken: string[] = []
        for (const file of await files()) {
          const pages = await stored(ask, as, file)
          taken.push(...pages.map(({ hash }) => hash))
          const stopped = pages.at(-1)?.stopped
          if (!stopped) continue
          append(taken)
          throw { code: 'problems', text: stopped } satisfies ApiFailure
        }
        return taken
      }),
    scan() {
      // Its key pressed twice means one stack.
      if (!doing.busy) queue(scan)
    },
    portrait: () => queue(async () => [(await ask('files.portrait', {})).hash]),
    card: ([front, back]) => queue(async () => [(await ask('files.card', { sides: [front, back] })).hash]),
  }
  return { add, blanks, room: max - hashes.length }
}

/** Puts hashes behind those that stand in the field by then. @throws {ApiFailure} that says how many had no room */
function useAppend(hashes: readonly string[], max: number, { change, done }: FieldProps<'files'>) {
  const { t } = useTranslation()
  // A stack takes its time: what was added or taken away meanwhile counts.
  const here = useRef(hashes)
  useEffect(() => {
    here.current = hashes
  })
  return (added: readonly string[]): void => {
    const fresh = added.filter(hash => !here.current.includes(hash))
    const room = Math.max(max - here.current.length, 0)
    const taken = fresh.slice(0, room)
    if (taken.length) {
      here.current = [...here.current, ...taken]
      change(here.current)
    }
    // The buttons go when the field is full, and the focus with them.
    if (taken.length && taken.length === room) done()
    const over = fresh.length - taken.length
    if (over > 0) throw { code: 'problems', text: t('file.full', { most: max, count: over }) } satisfies ApiFailure
  }
}

/** One file after the other: a desk computer has little memory for many photos at once. A TIFF may have many pages. */
async function stored(ask: Ask, as: 'page' | 'picture', file: IncomingFile): Promise<StoredFile[]> {
  const many = (file.as ?? as) === 'page' && file.mime === 'image/tiff'
  return many ? ask('files.pages', { bytes: file.bytes }) : [await ask('files.add', { as, ...file })]
}

export const hashesOf = (value: AnyValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((hash): hash is string => typeof hash === 'string') : []
