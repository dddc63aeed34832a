import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'

type Found = { id: string; name: string }

/** Finds the sticker and ticket printers on USB; the one that is chosen gives its address. */
export function UsbPrinterSearch({ use }: { use(found: Found): void }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [found, setFound] = useState<Found[]>()
  const search = async () => setFound(await run(() => ask('devices.findUsbPrinters', {})))
  const choose = (printer: Found) => {
    setFound(undefined)
    use(printer)
  }
  return (
    <div className="wide">
      <p>
        <Button size="small" loading={busy} onClick={() => void search()}>
          {t('printers.findUsb')}
        </Button>
      </p>
      {failure && <FailureNote failure={failure} inline />}
      {found?.length === 0 && <span className="faint">{t('printers.noUsb')}</span>}
      <ul className="device-lines">
        {found?.map((printer, i) => (
          <li key={printer.id}>
            <span>{printer.name}</span>
            <span className="mono">{printer.id}</span>
            <Button size="small" autoFocus={i === 0} onClick={() => choose(printer)}>
              {t('printers.useUsb')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
