import { InputNumber, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { SignInRules as Rules } from '../../../../shared-types/src/model/sign-in.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { FailureNote } from './failure-note.tsx'
import { Waiting } from './waiting.tsx'

const FIGURES = ['idleMinutes', 'offlineDays', 'passwordDays'] as const

/** How people sign in to the whole deployment; the security officer's to change. */
export function SignInRules() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { answer, failure, reload } = useCall('signIn.rules', {})
  const { run, failure: refused } = useAct()
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting />
  const { rules, bounds, mayEdit } = answer
  const put = async (change: Partial<Rules>) => {
    await run(() => ask('signIn.putRules', { ...rules, ...change }))
    reload()
  }
  return (
    <>
      {!mayEdit && <p className="faint">{t('rules.readOnly')}</p>}
      {refused && <FailureNote failure={refused} inline />}
      <dl className="detail-grid">
        <div>
          <dt>{t('rules.secondFactor')}</dt>
          <dd>
            <Switch
              aria-label={t('rules.secondFactor')}
              checked={rules.secondFactor}
              disabled={!mayEdit}
              onChange={secondFactor => void put({ secondFactor })}
            />
          </dd>
        </div>
        {FIGURES.map(name => (
          <div key={name}>
            <dt>{t(`rules.${name}`)}</dt>
            <dd>
              <InputNumber
                aria-label={t(`rules.${name}`)}
                key={rules[name]}
                defaultValue={rules[name]}
                disabled={!mayEdit}
                min={name === 'passwordDays' ? 0 : bounds[name].min}
                max={bounds[name].max}
                onPressEnter={event => event.currentTarget.blur()}
                onBlur={event => {
                  const next = Number(event.currentTarget.value)
                  if (Number.isFinite(next) && next !== rules[name]) void put({ [name]: next })
                }}
              />
              <span className="faint"> {t(`rules.${name}Hint`)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
