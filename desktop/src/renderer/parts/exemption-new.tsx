import { AutoComplete, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isDay } from '../../../../shared-types/src/engine/day.ts'
import type { RulesView } from '../../api/rules.ts'
import { DayInput } from '../fields/date.tsx'
import { useAsk } from '../state/client-context.ts'

interface ExemptionNewProps {
  rules: RulesView
  today: string
  busy: boolean
  act(work: () => Promise<unknown>): Promise<boolean>
}

/** What is left out of which rule, from when to when, and why. */
export function ExemptionNew({ rules, today, busy, act }: ExemptionNewProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const empty = { rule: null as string | null, subject: '', from: today, to: today, reason: '' }
  const [given, setGiven] = useState(empty)
  const change = (part: Partial<typeof empty>) => setGiven(now => ({ ...now, ...part }))
  const { rule, from, to } = given
  const [subject, reason] = [given.subject.trim(), given.reason.trim()]
  const isReady = rule !== null && subject !== '' && isDay(from) && isDay(to) && reason.length >= 2 && !busy
  const add = async () => {
    if (!isReady) return
    const unit = rules.units.find(({ unitName }) => unitName === subject)?.unit
    if (await act(() => ask('exemptions.add', { rule, subject: unit ?? subject, from, to, reason }))) setGiven(empty)
  }
  return (
    <div className="rule-line">
      <Select
        className="rule-name"
        aria-label={t('ruleBook.rule')}
        placeholder={t('ruleBook.rule')}
        value={rule}
        options={rules.rules.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={value => change({ rule: value })}
      />
      <Subject rules={rules} value={given.subject} change={value => change({ subject: value })} />
      <DayInput value={from} label={t('ruleBook.from')} change={day => change({ from: day ?? '' })} />
      <DayInput value={to} label={t('ruleBook.to')} change={day => change({ to: day ?? '' })} />
      <Input
        aria-label={t('exemptions.why')}
        placeholder={t('ruleBook.reason')}
        maxLength={200}
        value={given.reason}
        onChange={event => change({ reason: event.target.value })}
        onPressEnter={() => void add()}
      />
      <Button type="primary" disabled={!isReady} onClick={() => void add()}>
        {t('exemptions.add')}
      </Button>
    </div>
  )
}

interface SubjectProps {
  rules: RulesView
  value: string
  change(subject: string): void
}

/** A code of any kind, or a unit by its name. */
function Subject({ rules, value, change }: SubjectProps) {
  const { t } = useTranslation()
  return (
    <AutoComplete
      className="rule-subject"
      aria-label={t('exemptions.subject')}
      placeholder={t('exemptions.subject')}
      value={value}
      showSearch={{ filterOption: (typed, option) => String(option?.value).includes(typed) }}
      options={rules.units.map(({ unitName }) => ({ value: unitName }))}
      onChange={change}
    />
  )
}
