import { IdcardOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ActAnswer } from '../../api/cases.ts'
import { useCard } from '../state/use-card.ts'

/** How the holder's identity is checked: the card on the reader, or what is typed of the ticket. */
export type Identity = 'card' | { ticket: string } | undefined

interface IdentityCheckProps {
  value: Identity
  change(identity: Identity): void
  problems: ActAnswer['problems']
}

/** The holder lays the card on the reader, or the number of the receipt is typed. */
export function IdentityCheck({ value, change, problems }: IdentityCheckProps) {
  const { t } = useTranslation()
  const { card, fault } = useCard(() => change('card'))
  const ticket = typeof value === 'object' ? value.ticket : ''
  return (
    <div className="identity-check" data-field="$identity">
      <span className="field-label">{t('identity.label')}</span>
      <div className={value === 'card' ? 'identity-card on' : 'identity-card'}>
        <IdcardOutlined />
        {value === 'card' && card ? (
          <span>
            {t('identity.placed', { name: card.name })}
            {card.simulated && <em className="simulated">{t('simulated')}</em>}
          </span>
        ) : (
          <span className="faint">{t('identity.lay')}</span>
        )}
      </div>
      <Input
        className="mono"
        aria-label={t('identity.ticket')}
        placeholder={t('identity.ticket')}
        value={ticket}
        onChange={event => change(event.target.value ? { ticket: event.target.value.trim() } : undefined)}
      />
      {fault && <span className="field-problem">{fault}</span>}
      {problems
        .filter(problem => problem.code === 'identity')
        .map(problem => (
          <span key={problem.text} className="field-problem">
            {problem.text}
          </span>
        ))}
    </div>
  )
}
