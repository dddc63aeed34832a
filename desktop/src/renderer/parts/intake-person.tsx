import { IdcardOutlined, SearchOutlined } from '@ant-design/icons'
import type { InputRef } from 'antd'
import { Alert, Input } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { NumberState } from '../fields/person-id.tsx'
import type { IntakeState } from '../state/use-intake.ts'
import { CardPhoto } from './card-photo.tsx'
import { KeyButton } from './key-button.tsx'
import { RelatedRows } from './related-rows.tsx'
import { StandingNote } from './standing-note.tsx'

/** Left at the intake desk: who is here, how they stand, and what they have. */
export function IntakePerson({ intake }: { intake: IntakeState }) {
  const { person } = intake
  return (
    <>
      <NumberBox intake={intake} />
      <CardNote intake={intake} />
      {person?.problem && <Alert type="error" showIcon title={person.problem.text} />}
      {person?.standing && <StandingNote standing={person.standing} />}
      {person && (
        <RelatedRows groups={person.history.map(({ lookup, label, rows }) => ({ name: lookup, label, rows }))} />
      )}
      {person && !person.problem && person.history.every(group => group.rows.length === 0) && <NoHistory />}
    </>
  )
}

function NoHistory() {
  const { t } = useTranslation()
  return <p className="faint">{t('intake.noHistory')}</p>
}

/** The number of the person at the window; has the focus whenever nobody is being served. */
function NumberBox({ intake }: { intake: IntakeState }) {
  const { t } = useTranslation()
  const input = useRef<InputRef>(null)
  const idle = !intake.opened && !intake.busy
  useEffect(() => {
    if (idle) input.current?.focus()
  }, [idle])
  return (
    <div className="number-box">
      <Input
        ref={input}
        size="large"
        className="mono"
        aria-label={t('intake.number')}
        placeholder={t('intake.number')}
        value={intake.number}
        readOnly={Boolean(intake.opened)}
        autoComplete="off"
        spellCheck={false}
        suffix={<NumberState text={intake.number} />}
        onChange={event => intake.setNumber(event.target.value)}
        onPressEnter={() => !intake.opened && intake.look()}
      />
      <div className="number-buttons">
        <KeyButton hotkey="F2" icon={<IdcardOutlined />} disabled={intake.busy} onClick={intake.readCard}>
          {t('intake.readCard')}
        </KeyButton>
        <KeyButton
          hotkey="Enter"
          icon={<SearchOutlined />}
          disabled={!intake.number.trim() || intake.busy || Boolean(intake.opened)}
          onClick={intake.look}
        >
          {t('intake.look')}
        </KeyButton>
      </div>
    </div>
  )
}

function CardNote({ intake }: { intake: IntakeState }) {
  const { t } = useTranslation()
  const { card, other, fault } = intake
  return (
    <>
      {card && (
        <p className="card-note">
          <IdcardOutlined /> <b>{card.name}</b> {t('intake.fromCard')}
          {card.simulated && <em className="simulated">{t('simulated')}</em>}
        </p>
      )}
      {card && <CardPhoto key={card.number} type={intake.type} number={card.number} />}
      {card?.expired && <Alert type="warning" showIcon title={t('intake.expired')} />}
      {other && <Alert type="info" showIcon title={t('intake.other', { name: other.name })} />}
      {fault && <Alert type="error" showIcon title={fault} />}
    </>
  )
}
