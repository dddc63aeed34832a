import { FilePdfOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseView } from '../../api/cases.ts'
import type { Download } from '../../api/files.ts'
import { useAsk } from '../state/client-context.ts'
import { giveFile } from '../state/download.ts'
import { useHouse } from '../state/house.tsx'
import { useSessionState } from '../state/session.tsx'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { PdfView } from './pdf-view.tsx'
import { Waiting } from './waiting.tsx'

/** The forms of a case: looked at in the page, printed, or saved as a file. */
export function FormPrints({ view }: { view: CaseView }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const labels = useHouse().labels(view.type)
  const { place } = useSessionState()
  // A button that were disabled meanwhile would lose the focus.
  const { run, busy, failure } = useAct()
  const [shown, setShown] = useState<{ template: string; file: Download }>()
  const [printed, setPrinted] = useState<string>()
  const look = async (template: string) => {
    const file = await run(() => ask('print.preview', { id: view.id, template }))
    if (file) setShown({ template, file })
  }
  const print = async (template: string) => {
    const sent = await run(() => ask('print.form', { id: view.id, template }))
    if (sent) setPrinted(template)
  }
  return (
    <div className="form-prints">
      {view.templates.map(template => (
        <Space.Compact key={template} size="small">
          <Button icon={<FilePdfOutlined />} onClick={() => busy || void look(template)}>
            {labels.template(template)}
          </Button>
          {!place && (
            <Button
              icon={<PrinterOutlined />}
              aria-label={t('print.now', { form: labels.template(template) })}
              onClick={() => busy || void print(template)}
            />
          )}
        </Space.Compact>
      ))}
      {busy && <Waiting text={t('wait.drawing')} />}
      {printed && <p className="tone-good">{t('print.sent', { form: labels.template(printed) })}</p>}
      {failure && <FailureNote failure={failure} inline />}
      {shown && (
        <div className="form-shown">
          <div className="form-shown-bar">
            <b>{labels.template(shown.template)}</b>
            <Button size="small" onClick={() => giveFile(shown.file)}>
              {t('print.save')}
            </Button>
            <Button size="small" type="text" onClick={() => setShown(undefined)}>
              {t('print.close')}
            </Button>
          </div>
          <PdfView bytes={shown.file.bytes} />
        </div>
      )}
    </div>
  )
}
