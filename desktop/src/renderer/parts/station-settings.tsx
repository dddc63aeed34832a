import { Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import type { SettingsView } from '../../api/settings.ts'
import { useAsk } from '../state/client-context.ts'
import { useSession, useSessionState } from '../state/session.tsx'
import { useCall } from '../state/use-call.ts'
import { EnrolForm } from './enrol-form.tsx'
import { UsbKeySettings } from './usb-key-settings.tsx'

/** What this window is called, and where its data lie. */
export function StationSettings({ settings }: { settings: SettingsView }) {
  const { t } = useTranslation()
  const { station } = useSessionState()
  const { answer: keys } = useCall('keys.state', {})
  const facts = [
    [t('settings.name'), settings.station?.name],
    [t('settings.unit'), station?.unitName],
    [t('settings.number'), settings.station?.number],
    [t('settings.server'), settings.server],
    [t('settings.authority'), settings.authority],
    [t('settings.certificateUntil'), settings.certificateUntil],
    [t('settings.folder'), settings.dataFolder],
    [t('settings.protection'), keys?.text],
    [t('settings.version'), settings.version],
  ]
  return (
    <div className="settings-station">
      <EnrolAgain />
      <dl className="detail-grid">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value ?? '—'}</dd>
          </div>
        ))}
        <div>
          <dt>{t('settings.language')}</dt>
          <dd>
            <LanguageChoice />
          </dd>
        </div>
      </dl>
      <UsbKeySettings />
    </div>
  )
}

/** The way for a window that the centre does not take any more to become itself again. */
function EnrolAgain() {
  const { t } = useTranslation()
  const { state, take } = useSession()
  if (!state?.stationFault || !state.station) return null
  return (
    <section className="field-section">
      <h3>{t('enrol.titleAgain')}</h3>
      <p className="faint">{t('enrol.hintAgain')}</p>
      <EnrolForm again={state.station.name} done={take} />
    </section>
  )
}

/** The language of the screen and of what the core says. */
export function LanguageChoice() {
  const ask = useAsk()
  const { state, reload } = useSession()
  if (!state) return null
  return (
    <Radio.Group
      size="small"
      optionType="button"
      value={state.language}
      options={[
        { value: 'zh-CN', label: '中文' },
        { value: 'en', label: 'English' },
      ]}
      onChange={({ target }) => {
        const language = target.value as 'zh-CN' | 'en'
        void ask('session.language', { language }).then(reload, reload)
      }}
    />
  )
}
