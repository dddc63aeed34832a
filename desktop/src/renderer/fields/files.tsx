import { FilePdfOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnyValue } from '../../../../shared-types/src/model/field.ts'
import type { ApiFailure } from '../../api.ts'
import { FailureNote } from '../parts/failure-note.tsx'
import { FileTile } from '../parts/file-tile.tsx'
import { useAsk } from '../state/client-context.ts'
import { type Doing, useAct } from '../state/use-act.ts'
import type { FieldProps } from './field-props.ts'
import { FileButtons } from './file-buttons.tsx'
import { type Adding, type FilesTaken, useIncomingFiles } from './incoming-files.ts'
import { SignaturePad } from './signature-pad.tsx'

/** Pictures and papers: scanned, photographed, dropped, pasted, chosen, or written by hand. Kept by their hash. */
export function FilesField(props: FieldProps<'files'>) {
  const { field, value, change, disabled, label } = props
  const hashes = hashesOf(value)
  const doing = useAct()
  const room = (field.max ?? MANY) - hashes.length
  const { add, blanks } = useAdd(hashes, room, props, doing)
  const area = useIncomingFiles(add.files, disabled || room <= 0)
  const remove = (hash: string) => change(hashes.length > 1 ? hashes.filter(h => h !== hash) : null)
  return (
    <div ref={area} className="files-field" data-files={room > 0 && !disabled ? field.accept : undefined}>
      <div className="files-row">
        {hashes.map(hash => (
          <FileTile key={hash} hash={hash} label={label} {...(!disabled && { remove: () => remove(hash) })} />
        ))}
        {doing.busy && <div className="file-tile file-busy" aria-busy="true" />}
        {!disabled && room > 0 && field.accept !== 'signature' && (
          <FileButtons accept={field.accept} label={label} room={room} add={add} />
        )}
      </div>
      {blanks > 0 && <BlanksNote count={blanks} />}
      {!disabled && field.accept === 'scan' && hashes.length > 1 && <AsPdf {...props} doing={doing} />}
      {!disabled && room > 0 && field.accept === 'signature' && <SignaturePad label={label} take={add.files} />}
      {doing.failure && <FailureNote failure={doing.failure} close={doing.clear} inline />}
    </div>
  )
}

function BlanksNote({ count }: { count: number }) {
  const { t } = useTranslation()
  return <output className="faint">{t('file.blanks', { count })}</output>
}

/** Puts one PDF of all the pages in their place. */
function AsPdf({ value, change, doing }: FieldProps<'files'> & { doing: Doing }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const join = async () => {
    const file = await doing.run(() => ask('files.pdf', { hashes: [...hashesOf(value)] }))
    if (file) change([file.hash])
  }
  return (
    <Button size="small" type="text" tabIndex={-1} icon={<FilePdfOutlined />} onClick={() => void join()}>
      {t('file.pdf')}
    </Button>
  )
}

/** What a field takes that names no limit: more than anyone scans for one case. */
const MANY = 50

function useAdd(
  hashes: readonly string[],
  room: number,
  { field, change, done }: FieldProps<'files'>,
  doing: Doing,
): { add: Adding; blanks: number } {
  const ask = useAsk()
  const [blanks, setBlanks] = useState(0)
  const append = (added: readonly string[]) => {
    const fresh = added.filter(hash => !hashes.includes(hash)).slice(0, Math.max(room, 0))
    if (fresh.length) change([...hashes, ...fresh])
    // The buttons go when the field is full, and the focus with them.
    if (fresh.length && fresh.length >= room) done()
  }
  const run = (thing: () => Promise<string[]>) => void doing.run(thing).then(added => added && append(added))
  const scan = async () => {
    const pages = await ask('files.scan', {})
    setBlanks(pages.reduce((sum, page) => sum + (page.blanks ?? 0), 0))
    const taken = pages.map(page => page.hash)
    const stopped = pages.at(-1)?.stopped
    if (!stopped) return taken
    append(taken)
    throw { code: 'device', text: stopped } satisfies ApiFailure
  }
  const as = field.accept === 'scan' ? 'page' : 'picture'
  const add: Adding = {
    files: files => run(async () => (await files()).reduce(storeNext(ask, as), Promise.resolve([] as string[]))),
    scan: () => run(scan),
    portrait: () => run(async () => [(await ask('files.portrait', {})).hash]),
    card: ([front, back]) => run(async () => [(await ask('files.card', { sides: [front, back] })).hash]),
  }
  return { add, blanks }
}

/** One file after the other: a desk computer has little memory for many photos at once. */
const storeNext =
  (ask: ReturnType<typeof useAsk>, as: 'page' | 'picture') =>
  async (before: Promise<string[]>, file: Awaited<ReturnType<FilesTaken>>[number]): Promise<string[]> => [
    ...(await before),
    (await ask('files.add', { as, ...file })).hash,
  ]

export const hashesOf = (value: AnyValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((hash): hash is string => typeof hash === 'string') : []
