import { Button, Input } from 'antd'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CardReaderLine } from '../../api/devices.ts'
import type { Arguments } from '../../api.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { CardPhotoSettings } from './card-photo-settings.tsx'
import { DeviceSection } from './device-section.tsx'
import { FailureNote } from './failure-note.tsx'

type Chosen = Arguments<'devices.useCardReader'>['reader']

/** For administrators: finds the ID card reader of this machine, and sets it up. */
export function CardReaderSettings() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { answer, failure, reload } = useCall('devices.cardReader', {})
  const { run, busy, failure: failed } = useAct()
  const use = async (reader: Chosen) => {
    if (await run(() => ask('devices.useCardReader', { reader }))) reload()
  }
  if (failure && !answer) return <FailureNote failure={failure} again={reload} inline />
  if (!answer || answer.simulated) return null
  const { reader } = answer
  return (
    <DeviceSection
      title={t('cardReader.title')}
      standing={reader ? JSON.stringify(reader) : ''}
      none={t('cardReader.none')}
      steps={t('cardReader.steps')}
    >
      {reader && (
        <p>
          {t('cardReader.is', { ...reader, port: reader.port.name, line: lineText(t, reader) })}
          <Button size="small" type="link" disabled={busy} onClick={() => void use(null)}>
            {t('cardReader.remove')}
          </Button>
        </p>
      )}
      {failed && <FailureNote failure={failed} inline />}
      <CardReaderSearch key={reader?.port.id ?? ''} use={use} />
      <CardPhotoSettings />
    </DeviceSection>
  )
}

function CardReaderSearch({ use }: { use(reader: Chosen): Promise<void> }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [path, setPath] = useState('')
  const [lines, setLines] = useState<CardReaderLine[]>()
  const paths = path.trim() ? [path.trim()] : []
  const search = async () => {
    setLines(undefined)
    setLines(await run(() => ask('devices.findCardReader', { paths })))
  }
  return (
    <>
      <div className="card-reader-search">
        <Input
          value={path}
          placeholder={t('cardReader.pathHint')}
          aria-label={t('cardReader.path')}
          onChange={event => setPath(event.target.value)}
          onPressEnter={() => void search()}
        />
        <Button type="primary" loading={busy} onClick={() => void search()}>
          {t('cardReader.search')}
        </Button>
      </div>
      {busy && <p className="faint">{t('cardReader.searching')}</p>}
      {failure && <FailureNote failure={failure} inline />}
      {lines && <FoundLines lines={lines} use={({ port, found }) => found && void use({ port, ...found, paths })} />}
    </>
  )
}

function FoundLines({ lines, use }: { lines: CardReaderLine[]; use(line: CardReaderLine): void }) {
  const { t } = useTranslation()
  if (!lines.length) return <p>{t('cardReader.noLines')}</p>
  const first = lines.findIndex(line => line.found)
  return (
    <ul className="device-lines">
      {lines.map((line, i) => (
        <li key={line.port.id}>
          <span className="mono">{line.port.name}</span>
          {line.found ? (
            <>
              <span>{t('cardReader.found', { ...line.found, line: lineText(t, line.found) })}</span>
              <Button size="small" autoFocus={i === first} onClick={() => use(line)}>
                {t('cardReader.use')}
              </Button>
            </>
          ) : (
            <span className="faint">{line.text}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

const lineText = (t: TFunction, { baudRate, packing }: { baudRate?: number; packing?: string }) =>
  baudRate === undefined ? t(packing ? 'cardReader.hid' : 'cardReader.usb') : t('cardReader.baud', { baudRate })
