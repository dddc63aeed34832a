import { Button, Input, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

interface PurposeFormProps {
  /** The button that goes on. */
  label: string
  /** What is asked; what for, unless told. */
  hint?: string
  busy?: boolean
  go(purpose: string): void
  close(): void
}

/** Asks what for, in a line of the page: what is seen or taken out is kept with its purpose. */
export function PurposeForm({ label, hint, busy = false, go, close }: PurposeFormProps) {
  const { t } = useTranslation()
  const asked = hint ?? t('purpose.label')
  const [purpose, setPurpose] = useState('')
  const ready = purpose.trim().length >= 2
  return (
    <Space.Compact className="purpose-form" size="small">
      <Input
        autoFocus
        aria-label={asked}
        placeholder={asked}
        maxLength={200}
        value={purpose}
        onChange={event => setPurpose(event.target.value)}
        onPressEnter={() => ready && go(purpose.trim())}
        onKeyDown={event => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          close()
        }}
      />
      <Button type="primary" disabled={!ready} loading={busy} onClick={() => go(purpose.trim())}>
        {label}
      </Button>
      <Button onClick={close}>{t('purpose.cancel')}</Button>
    </Space.Compact>
  )
}
