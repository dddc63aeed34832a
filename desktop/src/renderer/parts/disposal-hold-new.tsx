import { Button, Input, Select, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../state/client-context.ts'
import type { DisposalParts } from './disposal-due.tsx'

const EMPTY: { type: string | undefined; number: string; reason: string } = { type: undefined, number: '', reason: '' }

/** A hold on the records that a number stands in, or on a whole record type, with its reason. */
export function DisposalHoldNew({ view, busy, act }: DisposalParts) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [given, setGiven] = useState(EMPTY)
  const { type } = given
  const [number, reason] = [given.number.trim(), given.reason.trim()]
  const change = (part: Partial<typeof EMPTY>) => setGiven(now => ({ ...now, ...part }))
  const ready = (type !== undefined || number.length >= 4) && reason.length >= 2 && !busy
  const set = () =>
    act(async () => {
      const after = await ask('disposal.hold', type === undefined ? { number, reason } : { type, reason })
      setGiven(EMPTY)
      return after
    })
  return (
    <Space className="hold-new">
      <Words
        label={t('disposal.number')}
        value={given.number}
        change={text => change({ number: text })}
        disabled={type !== undefined}
      />
      <Select
        aria-label={t('disposal.wholeType')}
        placeholder={t('disposal.wholeType')}
        allowClear
        value={type ?? null}
        onChange={value => change({ type: value ?? undefined })}
        options={view.types.map(one => ({ value: one.type, label: one.label }))}
      />
      <Words
        label={t('disposal.holdReason')}
        value={given.reason}
        change={text => change({ reason: text })}
        enter={() => ready && void set()}
      />
      <Button type="primary" disabled={!ready} onClick={() => void set()}>
        {t('disposal.hold')}
      </Button>
    </Space>
  )
}

interface WordsProps {
  label: string
  value: string
  change(text: string): void
  enter?(): void
  disabled?: boolean
}

const Words = ({ label, value, change, enter, disabled = false }: WordsProps) => (
  <Input
    className="wide"
    aria-label={label}
    placeholder={label}
    maxLength={200}
    disabled={disabled}
    value={value}
    onChange={event => change(event.target.value)}
    {...(enter && { onPressEnter: enter })}
  />
)
