import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../parts/failure-note.tsx'
import { GatePage } from '../parts/gate-page.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { useAsk } from '../state/client-context.ts'
import { useSession } from '../state/session.tsx'
import { useAct } from '../state/use-act.ts'

/** The first start: this computer becomes a window by a code that its centre gave out, good for one time. */
export function EnrolScreen() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { take } = useSession()
  const { run, busy, failure } = useAct()
  const [form, setForm] = useState({ server: '', code: '', name: '' })
  const ready = form.server.trim() && form.code.trim() && form.name.trim()
  const enrol = async () => {
    const args = { server: form.server.trim(), code: form.code.trim(), name: form.name.trim() }
    const state = await run(() => ask('session.enrol', args))
    if (state) take(state)
  }
  return (
    <GatePage title={t('enrol.title')} place={t('enrol.place')} unit="">
      <p className="faint">{t('enrol.hint')}</p>
      <form
        className="gate-form"
        onSubmit={event => {
          event.preventDefault()
          if (ready) void enrol()
        }}
      >
        {(['server', 'code', 'name'] as const).map(name => (
          <div key={name}>
            <span className="field-label">{t(`enrol.${name}`)}</span>
            <Input
              size="large"
              autoFocus={name === 'server'}
              aria-label={t(`enrol.${name}`)}
              placeholder={t(`enrol.${name}Hint`)}
              value={form[name]}
              autoComplete="off"
              onChange={event => setForm({ ...form, [name]: event.target.value })}
            />
          </div>
        ))}
        {failure && <FailureNote failure={failure} inline />}
        <KeyButton type="primary" size="large" htmlType="submit" hotkey="Enter" loading={busy} disabled={!ready}>
          {t('enrol.go')}
        </KeyButton>
      </form>
    </GatePage>
  )
}
