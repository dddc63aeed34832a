import { Button, Input, type InputRef, Select, Space } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PURPOSES, type Purpose } from '../../../../shared-types/src/model/purpose.ts'

interface RevealFormProps {
  /** The button that goes on. */
  label: string
  busy: boolean
  /** Whether it takes the focus when it appears, as one that was asked for does. */
  focus?: boolean
  size?: 'small' | 'middle'
  go(asked: { purpose: Purpose; note: string }): void
  close(): void
}

/** Asks what a covered value is looked at for: a purpose off the list, and words of one's own, which `other` needs. */
export function RevealForm({ label, busy, focus = true, size = 'small', go, close }: RevealFormProps) {
  const { t } = useTranslation()
  const words = useRef<InputRef>(null)
  const [purpose, setPurpose] = useState<Purpose>()
  const [note, setNote] = useState('')
  const ready = purpose !== undefined && (purpose !== 'other' || note.trim().length >= 2)
  const send = () => ready && go({ purpose, note: note.trim() })
  return (
    <Space.Compact
      className="reveal-form"
      size={size}
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        close()
      }}
    >
      <Select<Purpose>
        autoFocus={focus}
        aria-label={t('purpose.label')}
        placeholder={t('purpose.label')}
        popupMatchSelectWidth={false}
        value={purpose ?? null}
        options={PURPOSES.map(value => ({ value, label: t(`purpose.of.${value}`) }))}
        onChange={chosen => {
          setPurpose(chosen)
          words.current?.focus()
        }}
      />
      <Input
        ref={words}
        aria-label={t('purpose.note')}
        placeholder={purpose === 'other' ? t('purpose.noteNeeded') : t('purpose.note')}
        maxLength={200}
        value={note}
        onChange={event => setNote(event.target.value)}
        onPressEnter={send}
      />
      <Button type="primary" disabled={!ready} loading={busy} onClick={send}>
        {label}
      </Button>
      <Button onClick={close}>{t('purpose.cancel')}</Button>
    </Space.Compact>
  )
}
