import { Button, Form, Input, Radio, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isDay } from '../../../../shared-types/src/engine/day.ts'
import type { RulesView, RuleView } from '../../api/rules.ts'
import { DayInput } from '../fields/date.tsx'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { type ParameterValues, RuleParameters, startValues } from './rule-parameters.tsx'
import { RulePlace } from './rule-place.tsx'

interface RuleFormProps {
  rule: RuleView
  view: RulesView
  close(): void
  done(): void
}

type State = 'on' | 'off' | 'inherit'

interface Given {
  /** Undefined: everywhere. */
  unit: string | undefined
  state: State
  values: ParameterValues
  from: string
  reason: string
}

/** Sets a rule from a day: where, to what, and why. */
export function RuleForm({ rule, view, close, done }: RuleFormProps) {
  const { t } = useTranslation()
  const { given, change, save, busy, failure, isReady } = useRuleForm({ rule, view, done })
  return (
    <Form layout="vertical" onFinish={() => isReady && void save()}>
      <p className="faint">{rule.says}</p>
      {failure && <FailureNote failure={failure} inline />}
      {rule.byUnit && (
        <Form.Item label={t('ruleBook.place')}>
          <RulePlace
            view={view}
            value={given.unit}
            change={unit => change({ unit, state: 'on', values: startValues(rule, unit) })}
          />
        </Form.Item>
      )}
      <Form.Item label={t('ruleBook.state')}>
        <RuleState whole={given.unit === undefined} value={given.state} change={state => change({ state })} />
      </Form.Item>
      {given.state === 'on' && (
        <RuleParameters rule={rule} values={given.values} change={values => change({ values })} />
      )}
      <WhenAndWhy given={given} change={change} />
      <Space>
        <Button type="primary" htmlType="submit" disabled={!isReady} loading={busy}>
          {t('ruleBook.save')}
        </Button>
        <Button onClick={close}>{t('ruleBook.cancel')}</Button>
      </Space>
    </Form>
  )
}

function WhenAndWhy({ given, change }: { given: Given; change(part: Partial<Given>): void }) {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item label={t('ruleBook.from')}>
        <DayInput value={given.from} label={t('ruleBook.from')} change={from => change({ from: from ?? '' })} />
      </Form.Item>
      <Form.Item label={t('ruleBook.reason')}>
        <Input
          aria-label={t('ruleBook.reason')}
          maxLength={200}
          value={given.reason}
          onChange={event => change({ reason: event.target.value })}
        />
      </Form.Item>
    </>
  )
}

/** What is being filled in, and how it is sent. */
function useRuleForm({ rule, view, done }: Omit<RuleFormProps, 'close'>) {
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [given, setGiven] = useState<Given>(() => {
    const unit = view.whole ? undefined : view.units[0]?.unit
    return { unit, state: 'on', values: startValues(rule, unit), from: view.today, reason: '' }
  })
  const { unit, state, values, from, reason } = given
  const save = async () => {
    const saved = await run(() =>
      ask('rules.set', {
        rule: rule.id,
        ...(unit !== undefined && { unit }),
        from,
        on: state !== 'off',
        ...(state !== 'inherit' && { parameters: values }),
        reason,
      }),
    )
    if (saved) done()
  }
  const change = (part: Partial<Given>) => setGiven(now => ({ ...now, ...part }))
  return { given, change, save, busy, failure, isReady: isDay(from) && reason.trim().length >= 2 && !busy }
}

const LABELS = { on: 'ruleBook.on', off: 'ruleBook.offFrom', inherit: 'ruleBook.inherit' } as const

function RuleState({ whole, value, change }: { whole: boolean; value: State; change(state: State): void }) {
  const { t } = useTranslation()
  const states: State[] = whole ? ['on', 'off'] : ['on', 'inherit']
  return (
    <Radio.Group
      value={value}
      options={states.map(state => ({ value: state, label: t(LABELS[state]) }))}
      onChange={event => change(event.target.value)}
    />
  )
}
