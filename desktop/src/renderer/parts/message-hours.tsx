import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessagesView } from '../../api/messages.ts'
import { useAsk } from '../state/client-context.ts'
import type { MessageParts } from './message-parts.ts'

type Rules = NonNullable<MessagesView['whole']>['rules']

const FIELDS = ['quietFrom', 'quietTo', 'dailyAt'] as const

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/

/** What was typed as HH:MM: 730, 7:30 and 0730 too, with a full-width colon as well. */
function clock(typed: string): string {
  const [, hours, minutes] = /^(\d{1,2})[:\uff1a]?(\d\d)$/.exec(typed.trim()) ?? []
  return hours ? `${hours.padStart(2, '0')}:${minutes}` : typed
}

/** When nobody is to be disturbed, and when the day's reminders go out. */
export function MessageHours({ rules, busy, act }: MessageParts & { rules: Rules }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [put, setPut] = useState(rules)
  const asked = { quietFrom: clock(put.quietFrom), quietTo: clock(put.quietTo), dailyAt: clock(put.dailyAt) }
  const ready = FIELDS.every(field => CLOCK.test(asked[field])) && FIELDS.some(field => asked[field] !== rules[field])
  return (
    <section>
      <h3>{t('messages.hours')}</h3>
      <form
        className="message-hours"
        onSubmit={event => {
          event.preventDefault()
          if (ready) void act(() => ask('messages.putRules', asked))
        }}
      >
        {FIELDS.map(field => (
          <label key={field} htmlFor={`message-${field}`}>
            {t(`messages.${field}`)}
            <Input
              id={`message-${field}`}
              className="mono"
              inputMode="numeric"
              maxLength={5}
              status={CLOCK.test(asked[field]) ? '' : 'error'}
              aria-label={t(`messages.${field}`)}
              value={put[field]}
              onChange={event => setPut({ ...put, [field]: event.target.value })}
            />
          </label>
        ))}
        <Button type="primary" htmlType="submit" disabled={!ready} loading={busy}>
          {t('messages.save')}
        </Button>
      </form>
    </section>
  )
}
