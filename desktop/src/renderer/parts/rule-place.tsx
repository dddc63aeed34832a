import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { RulesView } from '../../api/rules.ts'

interface RulePlaceProps {
  view: RulesView
  /** Undefined: everywhere. */
  value: string | undefined
  change(unit: string | undefined): void
}

const EVERYWHERE = ''

/** Where a rule is set: everywhere for who may, or one of their units and what lies below it. */
export function RulePlace({ view, value, change }: RulePlaceProps) {
  const { t } = useTranslation()
  const whole = view.whole ? [{ value: EVERYWHERE, label: t('ruleBook.everywhere') }] : []
  return (
    <Select
      className="rule-place"
      aria-label={t('ruleBook.place')}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? EVERYWHERE}
      options={[...whole, ...view.units.map(({ unit, unitName }) => ({ value: unit, label: unitName }))]}
      onChange={unit => change(unit === EVERYWHERE ? undefined : unit)}
    />
  )
}
