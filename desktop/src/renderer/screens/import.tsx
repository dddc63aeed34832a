import { DownloadOutlined } from '@ant-design/icons'
import { Button, Steps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ApiFailure } from '../../api.ts'
import { LinkField } from '../fields/link.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { FileDrop } from '../parts/file-drop.tsx'
import { ImageBatch } from '../parts/image-batch.tsx'
import { ImportReport } from '../parts/import-report.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { useAsk } from '../state/client-context.ts'
import { giveFile } from '../state/download.ts'
import { useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'

/** Largest workbook that is read, bytes: a larger one would not pass the shells' way to the core. */
const LARGEST = 40 * 1024 * 1024

/** Records from a workbook: template, file, progress, and the report row by row. */
export function ImportScreen({ type, back }: { type: string; back: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const ask = useAsk()
  const house = useHouse()
  const labels = house.labels(type)
  const link = house.kind(type).record.imports?.per
  const [per, setPer] = useState<string>()
  const common = per === undefined ? {} : { per }
  const { run, busy, failure, clear } = useAct()
  const [job, setJob] = useState<string>()
  const template = async () => {
    const file = await run(() => ask('import.template', { type, ...common }))
    if (file) giveFile(file)
  }
  const start = async (file: File) => {
    const { name, size } = file
    const started = await run(async () => {
      if (size > LARGEST) {
        const values = { name, size: Math.round(size / 1e6), limit: Math.round(LARGEST / 1e6) }
        throw { code: 'too-large', text: t('import.tooLarge', values) } satisfies ApiFailure
      }
      return ask('import.start', { type, ...common, name, bytes: new Uint8Array(await file.arrayBuffer()) })
    })
    if (started) setJob(started.job)
  }
  const again = () => {
    setJob(undefined)
    setPer(undefined)
  }
  return (
    <div className="page">
      <PageHead title={t('import.title', { what: labels.record })}>
        <KeyButton hotkey="Escape" onClick={() => navigate(back)}>
          {t('import.back')}
        </KeyButton>
      </PageHead>
      <Steps
        className="import-steps"
        size="small"
        current={job ? 2 : 1}
        items={[{ title: t('import.template') }, { title: t('import.file') }, { title: t('import.report') }]}
      />
      {failure && <FailureNote failure={failure} close={clear} />}
      {job ? (
        <ImportReport job={job} again={again} />
      ) : (
        <Sources type={type} link={link} per={per} setPer={setPer} busy={busy} template={template} start={start} />
      )}
    </div>
  )
}

interface SourcesProps {
  type: string
  /** The link field that all rows have in common, and the record that was chosen for it. */
  link: string | undefined
  per: string | undefined
  setPer(id: string | undefined): void
  busy: boolean
  template(): Promise<void>
  start(file: File): Promise<void>
}

/** Where the records come from: what is common to all of a sheet, its template, the filled sheet, and pictures. */
function Sources({ type, link, per, setPer, busy, template, start }: SourcesProps) {
  const { t } = useTranslation()
  const house = useHouse()
  const labels = house.labels(type)
  const { fields, imports } = house.kind(type).record
  const target = link === undefined ? undefined : fields[link]
  const ready = link === undefined || per !== undefined
  return (
    <>
      {link !== undefined && target?.kind === 'link' && (
        <div className="import-per" data-field={link}>
          <span>{t('import.per', { what: labels.field(link) })}</span>
          <LinkField
            {...{ type, name: link, field: target, text: '', label: labels.field(link), problems: [] }}
            value={per}
            change={value => setPer(typeof value === 'string' ? value : undefined)}
            done={() => undefined}
            disabled={busy}
            wrong={false}
          />
        </div>
      )}
      <p>
        <Button icon={<DownloadOutlined />} disabled={busy || !ready} onClick={() => void template()}>
          {t('import.download', { what: labels.record })}
        </Button>
        <span className="faint"> {t('import.hint')}</span>
      </p>
      <FileDrop accept=".xlsx" text={t('import.drop')} busy={busy || !ready} take={file => void start(file)} />
      {imports?.images && <ImageBatch type={type} />}
    </>
  )
}
