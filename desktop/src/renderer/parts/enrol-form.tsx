import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionState } from '../../api/session.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'

interface EnrolFormProps {
  /** The name of the window that becomes itself again: its address is known, and only the code is asked for first. */
  again?: string
  done(state: SessionState): void
}

const FIRST = ['server', 'code', 'name'] as const
const AGAIN = ['code', 'name', 'server'] as const

/** What makes this computer a window: the centre's address, its code, a name. */
export function EnrolForm({ again, done }: EnrolFormProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [form, setForm] = useState({ server: '', code: '', name: again ?? '' })
  const ready = (again !== undefined || form.server.trim()) && form.code.trim() && form.name.trim()
  const order = again === undefined ? FIRST : AGAIN
  const enrol = async () => {
    const args = { server: form.server.trim(), code: form.code.trim(), name: form.name.trim() }
    const state = await run(() => ask('session.enrol', args))
    if (state) done(state)
  }
  return (
    <form
      className="gate-form"
      onSubmit={event => {
        event.preventDefault()
        if (ready) void enrol()
      }}
    >
      {order.map(name => (
        <div key={name}>
          <span className="field-label">{t(`enrol.${name}`)}</span>
          <Input
            size="large"
            {...(name === 'code' && { className: 'mono enrol-code' })}
            autoFocus={name === order[0]}
            aria-label={t(`enrol.${name}`)}
            placeholder={t(again !== undefined && name === 'server' ? 'enrol.serverKept' : `enrol.${name}Hint`)}
            value={form[name]}
            autoComplete="off"
            onChange={event => setForm({ ...form, [name]: event.target.value })}
          />
        </div>
      ))}
      {failure && <FailureNote failure={failure} inline />}
      <KeyButton type="primary" size="large" htmlType="submit" hotkey="Enter" loading={busy} disabled={!ready}>
        {t(again === undefined ? 'enrol.go' : 'enrol.again')}
      </KeyButton>
    </form>
  )
}
