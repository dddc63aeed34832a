import { Button, Input, Select, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../state/client-context.ts'
import type { DisposalParts } from './disposal-due.tsx'

/** A hold on the records that a number stands in, or on a whole record type, with its reason. */
export function DisposalHoldNew({ view, busy, act }: DisposalParts) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [type, setType] = useState<string>()
  const [number, setNumber] = useState('')
  const [reason, setReason] = useState('')
  const ready = (type !== undefined || number.trim().length >= 4) && reason.trim().length >= 2
  const set = async () => {
    if (!ready || busy) return
    const of = type === undefined ? { number: number.trim() } : { type }
    await act(async () => {
      const after = await ask('disposal.hold', { ...of, reason: reason.trim() })
      setType(undefined)
      setNumber('')
      setReason('')
      return after
    })
  }
  return (
    <Space className="hold-new">
      <Input
        className="filter wide"
        aria-label={t('disposal.number')}
        placeholder={t('disposal.number')}
        maxLength={60}
        disabled={type !== undefined}
        value={number}
        onChange={event => setNumber(event.target.value)}
      />
      <Select
        className="filter"
        aria-label={t('disposal.wholeType')}
        placeholder={t('disposal.wholeType')}
        allowClear
        value={type ?? null}
        onChange={value => setType(value ?? undefined)}
        options={view.types.map(one => ({ value: one.type, label: one.label }))}
      />
      <Input
        className="filter wide"
        aria-label={t('disposal.holdReason')}
        placeholder={t('disposal.holdReason')}
        maxLength={200}
        value={reason}
        onChange={event => setReason(event.target.value)}
        onPressEnter={() => void set()}
      />
      <Button type="primary" disabled={!ready || busy} onClick={() => void set()}>
        {t('disposal.hold')}
      </Button>
    </Space>
  )
}
