import { DownloadOutlined } from '@ant-design/icons'
import { Alert, Button, Progress, Radio, Space } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FACT_IMPORT_MODES, type FactImportMode } from '../../../../shared-types/src/model/fact.ts'
import type { FactsView } from '../../api/facts.ts'
import { useAsk } from '../state/client-context.ts'
import { giveFile } from '../state/download.ts'
import { useAct } from '../state/use-act.ts'
import { type FactFile, useFactFile } from '../state/use-fact-file.ts'
import { FactsImports } from './facts-imports.tsx'
import { FailureNote } from './failure-note.tsx'
import { FileDrop } from './file-drop.tsx'

interface FactsImportProps {
  type: string
  view: FactsView
  reload(): void
}

/** How often the page looks how far the centre is, in ms. */
const LOOK = 1500

/** A file for the centre to take in, and what became of those before it. */
export function FactsImport({ type, view, reload }: FactsImportProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [mode, setMode] = useState<FactImportMode>('good')
  const { run, busy, failure, clear } = useAct()
  const file = useFactFile(type, reload)
  const under = view.imports.some(job => !job.over && job.state !== 'sending')
  useEffect(() => {
    if (!under) return
    const timer = setInterval(reload, LOOK)
    return () => clearInterval(timer)
  }, [under, reload])
  const template = async () => {
    const sheet = await run(() => ask('facts.template', { type }))
    if (sheet) giveFile(sheet)
  }
  return (
    <>
      <p className="faint">{t('facts.importHint')}</p>
      <Space className="facts-mode" wrap>
        <Button icon={<DownloadOutlined />} loading={busy} onClick={() => void template()}>
          {t('facts.template')}
        </Button>
        <span>{t('facts.mode')}</span>
        <Radio.Group
          aria-label={t('facts.mode')}
          value={mode}
          options={FACT_IMPORT_MODES.map(value => ({
            value,
            label: t(value === 'good' ? 'facts.modeGood' : 'facts.modeAll'),
          }))}
          onChange={event => setMode(event.target.value as FactImportMode)}
        />
      </Space>
      <FileDrop
        accept=".csv,.txt,.xlsx"
        text={t('facts.drop')}
        busy={file.busy}
        take={chosen => void file.send(chosen, mode)}
      />
      {failure && <FailureNote failure={failure} close={clear} />}
      <Sending file={file} under={under} />
      <FactsImports type={type} view={view} reload={reload} />
    </>
  )
}

/** How far the file of this page is, or why it did not go. */
function Sending({ file, under }: { file: FactFile; under: boolean }) {
  const { t } = useTranslation()
  const { name, percent } = file
  return (
    <>
      {file.failure && <FailureNote failure={file.failure} close={file.clear} />}
      {file.before && <Alert type="warning" showIcon title={file.before} />}
      {file.busy && (
        <>
          <p>{t('facts.sending', { name, percent })}</p>
          <Progress percent={percent} size="small" />
        </>
      )}
      {!file.busy && name !== undefined && percent === 100 && under && (
        <Alert type="success" showIcon title={t('facts.sent', { name })} />
      )}
    </>
  )
}
