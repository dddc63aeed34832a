import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PrinterConfig, PrintersView, PrinterSettings as Settings } from '../../api/devices.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { DeviceSection } from './device-section.tsx'
import { FailureNote } from './failure-note.tsx'
import { PrinterFields } from './printer-fields.tsx'
import { PrinterForms } from './printer-forms.tsx'

const BLANK: PrinterConfig = {
  id: '',
  name: '',
  kind: 'document-printer',
  speaks: 'ipp',
  dpi: 203,
  uri: '',
  fingerprint: '',
  x: 0,
  y: 0,
}

/** For administrators: the printers of this machine, how far each is off, and which form goes to which. */
export function PrinterSettings() {
  const { t } = useTranslation()
  const { answer, failure, reload } = useCall('devices.printers', {})
  if (failure && !answer) return <FailureNote failure={failure} again={reload} inline />
  if (!answer || answer.simulated) return null
  const { printers, forms } = answer
  const standing = JSON.stringify({ printers, forms })
  return (
    <DeviceSection
      title={t('printers.title')}
      standing={printers.length ? standing : ''}
      none={t('printers.none')}
      steps={t('printers.steps')}
    >
      <PrinterForm key={standing} view={answer} saved={reload} />
    </DeviceSection>
  )
}

function PrinterForm({ view, saved }: { view: PrintersView; saved(): void }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [draft, setDraft] = useState<Settings>({ printers: view.printers, forms: view.forms })
  const changed = JSON.stringify(draft) !== JSON.stringify({ printers: view.printers, forms: view.forms })
  const put = (printers: PrinterConfig[]) => {
    // A form whose printer was taken out goes to the first of its kind again.
    const forms = draft.forms.filter(({ printer }) => !printer || printers.some(({ id }) => id === printer))
    setDraft({ printers, forms })
  }
  const save = async () => {
    if (await run(() => ask('devices.putPrinters', draft))) saved()
  }
  return (
    <form
      className="printer-settings"
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      {draft.printers.map((printer, at) => (
        <PrinterFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a printer's own code is what is being typed
          key={at}
          printer={printer}
          change={next => put(draft.printers.map((each, i) => (i === at ? next : each)))}
          remove={() => put(draft.printers.filter((_, i) => i !== at))}
          saved={!changed && !busy}
        />
      ))}
      {draft.printers.some(({ kind }) => kind === 'card-printer') && (
        <p className="faint">{t(view.terminal.ip ? 'printers.terminal' : 'printers.noAddress', view.terminal)}</p>
      )}
      <div>
        <Button size="small" onClick={() => put([...draft.printers, BLANK])}>
          {t('printers.add')}
        </Button>
      </div>
      {draft.printers.length > 0 && (
        <PrinterForms view={view} draft={draft} change={forms => setDraft({ ...draft, forms })} />
      )}
      {failure && <FailureNote failure={failure} inline />}
      {changed && <output>{t('printers.changed')}</output>}
      {(changed || draft.printers.length > 0) && (
        <div>
          <Button type="primary" htmlType="submit" loading={busy} disabled={!changed}>
            {t('printers.save')}
          </Button>
        </div>
      )}
    </form>
  )
}
