import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays } from '../../../../shared-types/src/engine/day.ts'
import type { RulesView } from '../../api/rules.ts'
import { DayInput } from '../fields/date.tsx'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { RuleParameters, startValues } from './rule-parameters.tsx'
import { RulePlace } from './rule-place.tsx'

interface RehearsalFormProps {
  rules: RulesView
  begun(id: string): void
}

/** Days that are tried unless others are chosen. */
const USUAL = 60

/** Which rule is tried, where, with what, and over which days. */
export function RehearsalForm({ rules, begun }: RehearsalFormProps) {
  const { t } = useTranslation()
  const { open, rule, given, choose, setGiven, begin, busy, failure } = useRehearsalForm(rules, begun)
  if (!rule) return null
  return (
    <Form layout="vertical" className="rehearsal-form" onFinish={() => void begin()}>
      {failure && <FailureNote failure={failure} inline />}
      <div className="rule-line">
        <Form.Item label={t('ruleBook.rule')}>
          <Select
            className="rule-name"
            aria-label={t('ruleBook.rule')}
            value={rule.id}
            options={open.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={id => choose(id, given.unit)}
          />
        </Form.Item>
        {rule.byUnit && (
          <Form.Item label={t('ruleBook.place')}>
            <RulePlace view={rules} value={given.unit} change={unit => choose(rule.id, unit)} />
          </Form.Item>
        )}
        <Form.Item label={t('rehearsal.period')}>
          <Days given={given} change={days => setGiven(now => ({ ...now, ...days }))} />
        </Form.Item>
      </div>
      <p className="faint">{rule.says}</p>
      <RuleParameters rule={rule} values={given.values} change={values => setGiven(now => ({ ...now, values }))} />
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('rehearsal.begin')}
      </Button>
    </Form>
  )
}

interface Span {
  from: string
  to: string
}

function Days({ given, change }: { given: Span; change(days: Partial<Span>): void }) {
  const { t } = useTranslation()
  return (
    <div className="rule-line">
      <DayInput value={given.from} label={t('ruleBook.from')} change={from => change({ from: from ?? '' })} />
      <DayInput value={given.to} label={t('ruleBook.to')} change={to => change({ to: to ?? '' })} />
    </div>
  )
}

/** What is being filled in, and how it is begun. */
function useRehearsalForm(rules: RulesView, begun: (id: string) => void) {
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const open = rules.rules.filter(rule => rules.whole || rule.byUnit)
  const start = (id: string | undefined, asked: string | undefined) => {
    const rule = open.find(one => one.id === id)
    const unit = rules.whole ? (rule?.byUnit ? asked : undefined) : (asked ?? rules.units[0]?.unit)
    return { id, unit, values: rule ? startValues(rule, unit) : {} }
  }
  const [given, setGiven] = useState(() => ({
    ...start(open[0]?.id, undefined),
    from: addDays(rules.today, -USUAL),
    to: addDays(rules.today, -1),
  }))
  const begin = async () => {
    const { id, unit, values: parameters, from, to } = given
    if (id === undefined) return
    const asked = { rule: id, ...(unit !== undefined && { unit }), parameters, from, to }
    const made = await run(() => ask('rehearsals.begin', asked))
    if (made) begun(made.id)
  }
  const choose = (id: string, unit: string | undefined) => setGiven(now => ({ ...now, ...start(id, unit) }))
  return { open, rule: open.find(({ id }) => id === given.id), given, choose, setGiven, begin, busy, failure }
}
