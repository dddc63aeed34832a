import { FilePdfOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../parts/failure-note.tsx'
import { FileTile } from '../parts/file-tile.tsx'
import { useAsk } from '../state/client-context.ts'
import { type Doing, useAct } from '../state/use-act.ts'
import type { FieldProps } from './field-props.ts'
import { FileButtons } from './file-buttons.tsx'
import { useIncomingFiles } from './incoming-files.ts'
import { SignaturePad } from './signature-pad.tsx'
import { hashesOf, useAddFiles } from './use-add-files.ts'

/** Pictures and papers: scanned, photographed, dropped, pasted, chosen, or written by hand. Kept by their hash. */
export function FilesField(props: FieldProps<'files'>) {
  const { field, value, change, disabled, label } = props
  const hashes = hashesOf(value)
  const doing = useAct()
  const { add, blanks, room } = useAddFiles(hashes, props, doing)
  const area = useIncomingFiles(add.files, disabled || room <= 0)
  const note = useRef<HTMLDivElement>(null)
  // Under a stack of pages it would stand below the screen's edge.
  useEffect(() => {
    if (doing.failure) note.current?.scrollIntoView({ block: 'nearest' })
  }, [doing.failure])
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
      {doing.failure && (
        <div ref={note}>
          <FailureNote failure={doing.failure} close={doing.clear} inline />
        </div>
      )}
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
