import { InputNumber, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { SettingsView } from '../../api/settings.ts'
import { useAsk } from '../state/client-context.ts'
import { useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'

interface ParameterSettingsProps {
  settings: SettingsView
  changed(): void
}

/** The figures of each domain's rules, changed by administrators for all windows. */
export function ParameterSettings({ settings, changed }: ParameterSettingsProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const house = useHouse()
  const { run, failure } = useAct()
  const put = async (domain: string, name: string, value: number | boolean) => {
    await run(() => ask('settings.parameter', { domain, name, value }))
    changed()
  }
  const domains = [...new Set(settings.parameters.map(parameter => parameter.domain))]
  return (
    <>
      {!settings.mayEdit && <p className="faint">{t('settings.readOnly')}</p>}
      {failure && <FailureNote failure={failure} inline />}
      {domains.map(domain => (
        <section key={domain} className="field-section">
          <h3>{house.domain(domain).words[house.language].label}</h3>
          <dl className="detail-grid">
            {settings.parameters
              .filter(parameter => parameter.domain === domain)
              .map(parameter => (
                <div key={parameter.name}>
                  <dt>{parameter.label}</dt>
                  <dd>
                    <ParameterInput
                      parameter={parameter}
                      disabled={!settings.mayEdit}
                      put={value => void put(domain, parameter.name, value)}
                    />
                    <span className="faint parameter-default">
                      {t('settings.default', { value: wordOf(parameter.default, t) })}
                    </span>
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </>
  )
}

const wordOf = (value: number | boolean, t: (key: 'settings.yes' | 'settings.no') => string): string =>
  typeof value === 'number' ? String(value) : value ? t('settings.yes') : t('settings.no')

interface ParameterInputProps {
  parameter: SettingsView['parameters'][number]
  disabled: boolean
  put(value: number | boolean): void
}

function ParameterInput({ parameter, disabled, put }: ParameterInputProps) {
  const { value, min, max, label } = parameter
  if (typeof value === 'boolean')
    return <Switch aria-label={label} checked={value} disabled={disabled} onChange={put} />
  return (
    <InputNumber
      aria-label={label}
      key={value}
      defaultValue={value}
      disabled={disabled}
      {...(min !== undefined && { min })}
      {...(max !== undefined && { max })}
      changeOnBlur
      onPressEnter={event => event.currentTarget.blur()}
      onBlur={event => {
        const next = Number(event.currentTarget.value)
        if (Number.isFinite(next) && next !== value) put(next)
      }}
    />
  )
}
