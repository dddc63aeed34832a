import { Form, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import type { RuleView } from '../../api/rules.ts'

export type ParameterValues = Readonly<Record<string, number>>

/** What is in force at a place today, as what is changed from. */
export function startValues(rule: RuleView, unit: string | undefined): ParameterValues {
  const own = rule.units.find(one => one.unit === unit)
  return Object.fromEntries((own?.parameters ?? rule.parameters).map(({ name, value }) => [name, value]))
}

interface RuleParametersProps {
  rule: RuleView
  values: ParameterValues
  change(values: ParameterValues): void
}

/** The parameters of a rule, each beside what is in force. */
export function RuleParameters({ rule, values, change }: RuleParametersProps) {
  const { t } = useTranslation()
  return (
    <div className="rule-parameters">
      {rule.parameters.map(({ name, label, value, min, max, whole }) => (
        <Form.Item key={name} label={label} extra={t('ruleBook.heldValue', { value, min, max })}>
          <InputNumber
            aria-label={label}
            value={values[name] ?? value}
            {...(whole && { precision: 0 })}
            onChange={next => typeof next === 'number' && change({ ...values, [name]: next })}
          />
        </Form.Item>
      ))}
    </div>
  )
}
