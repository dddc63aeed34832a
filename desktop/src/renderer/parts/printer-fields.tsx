import { Button, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { PrinterConfig } from '../../api.ts'

interface Props {
  printer: PrinterConfig
  change(next: PrinterConfig): void
  remove(): void
  /** Nothing while there are changes that the printer does not know of yet. */
  test: (() => void) | undefined
}

const SPEAKS = ['ipp', 'zpl', 'tspl', 'escpos'] as const
const TEXTS = ['id', 'name', 'uri', 'fingerprint'] as const
const WIDTHS = { id: 64, name: 50, uri: 300, fingerprint: 100 } as const

/** One printer: what it is called, where it is, and how far it is off. */
export function PrinterFields({ printer, change, remove, test }: Props) {
  const { t } = useTranslation()
  return (
    <fieldset className="printer-fields">
      <legend>{printer.name || t('printers.add')}</legend>
      <div>
        <span>{t('printers.kind')}</span>
        <Select
          aria-label={t('printers.kind')}
          value={printer.kind}
          options={(['document-printer', 'card-printer'] as const).map(kind => ({
            value: kind,
            label: t(`printers.${kind}`),
          }))}
          onChange={kind => change({ ...printer, kind })}
        />
      </div>
      <div>
        <span>{t('printers.speaks')}</span>
        <Select
          aria-label={t('printers.speaks')}
          value={printer.speaks}
          options={SPEAKS.map(speaks => ({ value: speaks, label: t(`printers.${speaks}`) }))}
          onChange={speaks => change({ ...printer, speaks })}
        />
      </div>
      {TEXTS.map(name => (
        <div key={name} className={name === 'uri' || name === 'fingerprint' ? 'wide' : undefined}>
          <span>{t(`printers.${name}`)}</span>
          <Input
            aria-label={t(`printers.${name}`)}
            value={printer[name]}
            maxLength={WIDTHS[name]}
            placeholder={name === 'uri' ? t('printers.uriHint') : ''}
            onChange={event => change({ ...printer, [name]: event.target.value })}
          />
        </div>
      ))}
      {printer.speaks !== 'ipp' && (
        <div>
          <span>{t('printers.dpi')}</span>
          <InputNumber
            aria-label={t('printers.dpi')}
            value={printer.dpi}
            min={150}
            max={1200}
            onChange={dpi => change({ ...printer, dpi: dpi ?? 203 })}
          />
        </div>
      )}
      {(['x', 'y'] as const).map(axis => (
        <div key={axis}>
          <span>{t(`printers.${axis}`)}</span>
          <InputNumber
            aria-label={t(`printers.${axis}`)}
            value={printer[axis]}
            min={-20}
            max={20}
            step={0.1}
            precision={1}
            onChange={value => change({ ...printer, [axis]: value ?? 0 })}
          />
        </div>
      ))}
      <p className="wide">
        <Button size="small" disabled={!test} onClick={test}>
          {t('printers.test')}
        </Button>
        <Button size="small" type="link" onClick={remove}>
          {t('printers.remove')}
        </Button>
      </p>
    </fieldset>
  )
}
