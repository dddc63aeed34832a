import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundScannerLine, ScannerSettings as Settings } from '../../api/devices.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { DeviceSection } from './device-section.tsx'
import { FailureNote } from './failure-note.tsx'

type Place = Settings['place']
type Defaults = Settings['defaults']

/** What most papers of a counter need. */
const USUAL: Defaults = { dpi: 200, colour: 'colour', paper: 'A4', source: 'feeder' }

/** For administrators: finds the scanner of this window, sets it up, and says how it scans. */
export function ScannerSettings() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { answer, failure, reload } = useCall('devices.scanner', {})
  const { run, busy, failure: failed } = useAct()
  const use = async (settings: Settings | null) => {
    if (await run(() => ask('devices.useScanner', { settings }))) reload()
  }
  if (failure && !answer) return <FailureNote failure={failure} again={reload} inline />
  if (!answer || answer.simulated) return null
  const { settings } = answer
  const choose = (place: Place) => void use({ place, defaults: settings?.defaults ?? USUAL })
  return (
    <DeviceSection
      title={t('scanner.title')}
      standing={settings ? JSON.stringify(settings.place) : ''}
      none={t('scanner.none')}
      steps={t('scanner.steps')}
    >
      {settings && (
        <p>
          {`${nameOf(settings.place)} (${t(`scanner.by.${settings.place.by}`)})`}
          <Button size="small" type="link" disabled={busy} onClick={() => void use(null)}>
            {t('scanner.remove')}
          </Button>
        </p>
      )}
      {settings && <HowItScans {...settings.defaults} change={defaults => void use({ ...settings, defaults })} />}
      {failed && <FailureNote failure={failed} inline />}
      <ScannerSearch key={settings ? JSON.stringify(settings.place) : ''} choose={choose} />
    </DeviceSection>
  )
}

const nameOf = (place: Place) => ('name' in place ? place.name : place.device)

const SOURCES = ['feeder', 'duplex', 'flatbed'] as const
const RESOLUTIONS = [150, 200, 300, 400, 600]
const COLOURS = ['colour', 'grey', 'lineart'] as const
const PAPERS = ['A4', 'A5', 'card'] as const

/** How each scan of this window is made, from the next one on. */
function HowItScans({ change, ...now }: Defaults & { change(defaults: Defaults): void }) {
  const { t } = useTranslation()
  return (
    <div className="field-grid">
      <Choice
        label={t('scanner.source')}
        value={now.source}
        options={SOURCES.map(value => ({ value, label: t(`scanner.sources.${value}`) }))}
        choose={source => change({ ...now, source })}
      />
      <Choice
        label={t('scanner.dpi')}
        value={now.dpi}
        options={RESOLUTIONS.map(value => ({ value, label: t('scanner.dots', { dpi: value }) }))}
        choose={dpi => change({ ...now, dpi })}
      />
      <Choice
        label={t('scanner.colour')}
        value={now.colour}
        options={COLOURS.map(value => ({ value, label: t(`scanner.colours.${value}`) }))}
        choose={colour => change({ ...now, colour })}
      />
      <Choice
        label={t('scanner.paper')}
        value={now.paper}
        options={PAPERS.map(value => ({ value, label: t(`scanner.papers.${value}`) }))}
        choose={paper => change({ ...now, paper })}
      />
    </div>
  )
}

interface ChoiceProps<V> {
  label: string
  value: V
  options: { value: V; label: string }[]
  choose(value: V): void
}

function Choice<V extends string | number>({ label, value, options, choose }: ChoiceProps<V>) {
  return (
    <div>
      <div className="faint">{label}</div>
      <Select<V> value={value} style={{ width: '100%' }} aria-label={label} options={options} onChange={choose} />
    </div>
  )
}

function ScannerSearch({ choose }: { choose(place: Place): void }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [address, setAddress] = useState('')
  const [folder, setFolder] = useState('')
  const [lines, setLines] = useState<FoundScannerLine[]>()
  const search = async () => {
    setLines(undefined)
    setLines(await run(() => ask('devices.findScanner', { address: address.trim() })))
  }
  const save = () => folder.trim() && choose({ by: 'folder', folder: folder.trim(), name: t('scanner.folderName') })
  return (
    <>
      <div className="card-reader-search">
        <Input
          value={address}
          placeholder={t('scanner.addressHint')}
          aria-label={t('scanner.address')}
          onChange={event => setAddress(event.target.value)}
          onPressEnter={() => void search()}
        />
        <Button type="primary" loading={busy} onClick={() => void search()}>
          {t('scanner.search')}
        </Button>
      </div>
      {busy && <p className="faint">{t('scanner.searching')}</p>}
      {failure && <FailureNote failure={failure} inline />}
      {lines && <FoundLines lines={lines} choose={choose} />}
      <div className="card-reader-search">
        <Input
          value={folder}
          placeholder={t('scanner.folderHint')}
          aria-label={t('scanner.folder')}
          onChange={event => setFolder(event.target.value)}
          onPressEnter={save}
        />
        <Button onClick={save}>{t('scanner.watch')}</Button>
      </div>
    </>
  )
}

function FoundLines({ lines, choose }: { lines: FoundScannerLine[]; choose(place: Place): void }) {
  const { t } = useTranslation()
  if (!lines.length) return <p>{t('scanner.nothing')}</p>
  return (
    <ul className="device-lines">
      {lines.map(({ place, name }, i) => (
        <li key={JSON.stringify(place)}>
          <span>
            {name} ({t(`scanner.by.${place.by}`)})
          </span>
          {place.by === 'escl' && place.fingerprint && (
            <span className="faint mono">{t('scanner.fingerprint', { fingerprint: place.fingerprint })}</span>
          )}
          <Button size="small" autoFocus={i === 0} onClick={() => choose(place)}>
            {t('scanner.use')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
