import { Input, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UsbKeySettingsView } from '../../api/session.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'

/** The library of this machine's USB keys; an administrator's to set. */
export function UsbKeySettings() {
  const { t } = useTranslation()
  const { answer, reload } = useCall('usbKey.settings', {}, notice => notice.topic === 'status')
  if (!answer) return null
  return (
    <section className="field-section">
      <h3>{t('usbKey.name')}</h3>
      <p className="faint">{t(answer.mayEdit ? 'usbKey.settingsHint' : 'usbKey.readOnly')}</p>
      <SettingsForm key={answer.module} view={answer} saved={reload} />
    </section>
  )
}

function SettingsForm({ view, saved }: { view: UsbKeySettingsView; saved(): void }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [module, setModule] = useState(view.module)
  const put = async (lockWhenPulled: boolean) => {
    if (await run(() => ask('usbKey.putSettings', { module: module.trim(), lockWhenPulled }))) saved()
  }
  return (
    <form
      className="usb-key-settings"
      onSubmit={event => {
        event.preventDefault()
        void put(view.lockWhenPulled)
      }}
    >
      <Input
        aria-label={t('usbKey.module')}
        placeholder={t('usbKey.module')}
        className="mono"
        disabled={!view.mayEdit}
        value={module}
        maxLength={300}
        onChange={event => setModule(event.target.value)}
      />
      <span>
        <Switch
          aria-label={t('usbKey.lock')}
          checked={view.lockWhenPulled}
          disabled={!view.mayEdit}
          onChange={lock => void put(lock)}
        />{' '}
        {t('usbKey.lock')}
      </span>
      {view.fault && view.module && <p className="tone-bad">{view.fault}</p>}
      {failure && <FailureNote failure={failure} inline />}
      {view.mayEdit && (
        <KeyButton htmlType="submit" loading={busy} disabled={module.trim() === view.module}>
          {t('usbKey.save')}
        </KeyButton>
      )}
    </form>
  )
}
