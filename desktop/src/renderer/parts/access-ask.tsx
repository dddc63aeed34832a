import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Arguments } from '../../api.ts'
import { useCard } from '../state/use-card.ts'
import { RevealForm } from './reveal-form.tsx'

interface AccessAskProps {
  busy: boolean
  look(asked: Arguments<'person.accessLog'>): void
  clear(): void
}

/** Whose records are asked about, by the card on the reader or a typed number, and what for. */
export function AccessAsk({ busy, look, clear }: AccessAskProps) {
  const { t } = useTranslation()
  const { card, fault } = useCard(() => setNumber(''))
  const [number, setNumber] = useState('')
  const typed = number.trim()
  const anew = () => {
    setNumber('')
    clear()
  }
  return (
    <>
      <div className="list-filters">
        <Input
          autoFocus
          className="list-search mono"
          aria-label={t('accessLog.number')}
          placeholder={card ? t('accessLog.onReader', { name: card.name }) : t('accessLog.number')}
          maxLength={20}
          value={number}
          onChange={event => setNumber(event.target.value)}
        />
        <RevealForm
          focus={false}
          size="middle"
          label={t('accessLog.ask')}
          busy={busy}
          go={asked => look({ ...asked, ...(typed && { number: typed }) })}
          close={anew}
        />
      </div>
      {fault && <p className="tone-bad">{fault}</p>}
    </>
  )
}
