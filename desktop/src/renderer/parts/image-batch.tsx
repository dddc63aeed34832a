import { FolderOpenOutlined, PictureOutlined } from '@ant-design/icons'
import { Alert, Button, Progress, Table } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toFailure } from '../failure.ts'
import { useAsk } from '../state/client-context.ts'
import { useHouse } from '../state/house.tsx'

interface Batch {
  total: number
  done: number
  joined: number
  same: number
  refused: readonly { file: string; title: string; text: string }[]
  over: boolean
}

/** Pictures named by number, or a folder of them, put to their records one after the other, with what became of each. */
export function ImageBatch({ type }: { type: string }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const labels = useHouse().labels(type)
  const [batch, setBatch] = useState<Batch>()
  const stopped = useRef(false)
  const start = async (files: readonly File[]) => {
    stopped.current = false
    let at: Batch = { total: files.length, done: 0, joined: 0, same: 0, refused: [], over: false }
    setBatch(at)
    for (const file of files) {
      if (stopped.current) break
      const result = await file
        .arrayBuffer()
        .then(bytes => ask('import.image', { type, name: file.name, bytes: new Uint8Array(bytes) }))
        .catch(thrown => ({
          outcome: 'refused' as const,
          title: '',
          text: toFailure(thrown, t('failure.broken')).text,
        }))
      const { outcome, ...why } = result
      at = {
        ...at,
        done: at.done + 1,
        joined: at.joined + (outcome === 'joined' ? 1 : 0),
        same: at.same + (outcome === 'same' ? 1 : 0),
        refused: outcome === 'refused' ? [...at.refused, { file: file.name, ...why }] : at.refused,
      }
      setBatch(at)
    }
    setBatch({ ...at, over: true })
  }
  const running = batch !== undefined && !batch.over
  return (
    <section className="image-batch">
      <h3>{t('imageBatch.title', { what: labels.record })}</h3>
      <p className="faint">{t('imageBatch.hint')}</p>
      <div className="step-buttons">
        <FilesButton text={t('imageBatch.files')} busy={running} take={files => void start(files)} />
        <FilesButton text={t('imageBatch.folder')} busy={running} folder take={files => void start(files)} />
        {running && <Button onClick={() => (stopped.current = true)}>{t('import.stop')}</Button>}
      </div>
      {batch && <BatchReport batch={batch} />}
    </section>
  )
}

interface FilesButtonProps {
  text: string
  busy: boolean
  folder?: boolean
  take(files: readonly File[]): void
}

function FilesButton({ text, busy, folder = false, take }: FilesButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={text}
        accept="image/*"
        {...(folder && { webkitdirectory: '' })}
        onChange={event => {
          const files = [...(event.target.files ?? [])].filter(file => !file.name.startsWith('.'))
          event.target.value = ''
          // The pages of a number in their order: -2 comes before -10.
          files.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true }))
          if (files.length) take(files)
        }}
      />
      <Button
        icon={folder ? <FolderOpenOutlined /> : <PictureOutlined />}
        disabled={busy}
        onClick={() => input.current?.click()}
      >
        {text}
      </Button>
    </>
  )
}

function BatchReport({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const { total, done, joined, same, refused, over } = batch
  return (
    <>
      <Progress percent={Math.round((done / total) * 100)} {...(!over && { status: 'active' as const })} />
      <Alert
        showIcon
        type={over ? (refused.length ? 'warning' : 'success') : 'info'}
        title={t('imageBatch.counts', { total, done, joined, same, refused: refused.length })}
      />
      {refused.length > 0 && (
        <Table
          size="small"
          rowKey="file"
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          dataSource={[...refused]}
          columns={[
            { title: t('imageBatch.file'), dataIndex: 'file', width: 280 },
            { title: t('imageBatch.record'), dataIndex: 'title', width: 280 },
            { title: t('imageBatch.why'), dataIndex: 'text', className: 'tone-bad' },
          ]}
        />
      )}
    </>
  )
}
