import { Button, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { PrinterConfig } from '../../api/devices.ts'
import { PrinterTest } from './printer-test.tsx'
import { UsbPrinterSearch } from './usb-printer-search.tsx'

interface Props {
  printer: PrinterConfig
  change(next: PrinterConfig): void
  remove(): void
  /** There are no changes that the printer does not know of yet. */
  saved: boolean
}

const KINDS = ['document-printer', 'card-printer'] as const
const SPEAKS = ['ipp', 'zpl', 'tspl', 'escpos'] as const
const TEXTS = ['id', 'name', 'uri', 'fingerprint'] as const
const WIDTHS = { id: 64, name: 50, uri: 300, fingerprint: 100 } as const

/** One printer: what it is called, where it is, and how far it is off. */
export function PrinterFields({ printer, change, remove, saved }: Props) {
  const { t } = useTranslation()
  return (
    <fieldset className="printer-fields">
      <legend>{printer.name || t('printers.add')}</legend>
      <Choice name="kind" values={KINDS} value={printer.kind} change={kind => change({ ...printer, kind })} />
      <Choice name="speaks" values={SPEAKS} value={printer.speaks} change={speaks => change({ ...printer, speaks })} />
      {TEXTS.map(name => (
        <div key={name} className={name === 'uri' || name === 'fingerprint' ? 'wide' : undefined}>
          <span>{t(`printers.${name}`)}</span>
          <Input
            aria-label={t(`printers.${name}`)}
            // One that was added just now is filled in next.
            autoFocus={name === 'id' && !printer.id && !printer.uri}
            value={printer[name]}
            maxLength={WIDTHS[name]}
            placeholder={name === 'uri' ? t('printers.uriHint') : ''}
            onChange={event => change({ ...printer, [name]: event.target.value })}
          />
        </div>
      ))}
      {printer.speaks !== 'ipp' && (
        <UsbPrinterSearch
          use={({ id, name }) => change({ ...printer, uri: id, name: printer.name || name.slice(0, WIDTHS.name) })}
        />
      )}
      {printer.speaks !== 'ipp' && (
        <Figure name="dpi" from={150} to={1200} value={printer.dpi} change={dpi => change({ ...printer, dpi })} />
      )}
      <Figure name="x" from={-20} to={20} value={printer.x} change={x => change({ ...printer, x })} />
      <Figure name="y" from={-20} to={20} value={printer.y} change={y => change({ ...printer, y })} />
      <div className="wide printer-acts">
        <PrinterTest printer={printer.id} ready={saved} />
        <Button size="small" type="link" onClick={remove}>
          {t('printers.remove')}
        </Button>
      </div>
    </fieldset>
  )
}

type Word = (typeof KINDS)[number] | (typeof SPEAKS)[number]

interface ChoiceProps<T extends Word> {
  name: 'kind' | 'speaks'
  values: readonly T[]
  value: T
  change(next: T): void
}

function Choice<T extends Word>(props: ChoiceProps<T>) {
  const { t } = useTranslation()
  const { name, values, value, change } = props
  const options = values.map(each => ({ value: each, label: t(`printers.${each as Word}`) }))
  return (
    <div>
      <span>{t(`printers.${name}`)}</span>
      <Select<T> aria-label={t(`printers.${name}`)} value={value} options={options} onChange={next => change(next)} />
    </div>
  )
}

interface FigureProps {
  name: 'x' | 'y' | 'dpi'
  from: number
  to: number
  value: number
  change(next: number): void
}

function Figure({ name, from, to, value, change }: FigureProps) {
  const { t } = useTranslation()
  const [step, precision] = name === 'dpi' ? [1, 0] : [0.1, 1]
  return (
    <div>
      <span>{t(`printers.${name}`)}</span>
      <InputNumber
        aria-label={t(`printers.${name}`)}
        value={value}
        min={from}
        max={to}
        step={step}
        precision={precision}
        onChange={next => change(next ?? Math.max(0, from))}
      />
    </div>
  )
}
