import { Alert, Input, type InputRef } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { DEFAULT_ZONE } from '../../../../shared-types/src/engine/day.ts'
import { dayText, instantText } from '../../../../shared-types/src/engine/day-text.ts'
import type { VerifiedCode } from '../../api/signed-codes.ts'
import { FailureNote } from '../parts/failure-note.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { useAsk } from '../state/client-context.ts'
import { useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'

const FIELDS = ['what', 'number', 'holder', 'issuer', 'from', 'until'] as const
const TONES = { good: 'success', early: 'warning', expired: 'warning' } as const

/** A scanned code of a licence: whether the centre signed it, and whether it holds. Works without a line. */
export function VerifyScreen() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, failure, clear } = useAct()
  const given = (useLocation().state as { code?: string } | null)?.code
  const [text, setText] = useState('')
  const [found, setFound] = useState<VerifiedCode>()
  const input = useRef<InputRef>(null)
  const verify = useCallback(
    async (code: string) => {
      if (!code.trim()) return
      clear()
      setFound(await run(() => ask('codes.verify', { text: code.slice(0, 2000) })))
      setText('')
      input.current?.focus()
    },
    [ask, run, clear],
  )
  useEffect(() => {
    if (given) void verify(given)
  }, [given, verify])
  return (
    <div className="page verify-page">
      <PageHead title={t('code.title')} />
      <Input.Search
        ref={input}
        autoFocus
        value={text}
        aria-label={t('code.scan')}
        placeholder={t('code.scan')}
        enterButton={t('code.verify')}
        onChange={event => setText(event.target.value)}
        onSearch={code => void verify(code)}
      />
      {failure && <FailureNote failure={failure} close={clear} />}
      {found && <Found found={found} />}
    </div>
  )
}

/** What the code was found to be, what stands in it, and how old the list of what has ended is. */
function Found({ found: { verdict, text, content, knownAt, caseId } }: { found: VerifiedCode }) {
  const { t } = useTranslation()
  const { language } = useHouse()
  const navigate = useNavigate()
  const at = knownAt && instantText(knownAt, language, DEFAULT_ZONE)
  return (
    <>
      <Alert
        showIcon
        type={verdict in TONES ? TONES[verdict as keyof typeof TONES] : 'error'}
        title={t(`code.verdicts.${verdict}`)}
        description={text}
      />
      {content && <Content content={content} />}
      <p className="faint">{at ? t('code.known', { at }) : t('code.neverHeard')}</p>
      {caseId && (
        <div>
          <KeyButton onClick={() => navigate(`/case/${caseId}`)}>{t('code.open')}</KeyButton>
        </div>
      )}
    </>
  )
}

function Content({ content }: { content: NonNullable<VerifiedCode['content']> }) {
  const { t } = useTranslation()
  const { language } = useHouse()
  const day = (value: string | undefined) => (value === undefined ? t('code.noEnd') : dayText(value, language))
  const rows = {
    what: content.what,
    number: content.number,
    holder: content.holder,
    issuer: content.issuer,
    from: day(content.from),
    until: day(content.until),
  }
  return (
    <dl className="detail-grid">
      {FIELDS.map(name => (
        <div key={name}>
          <dt>{t(`code.fields.${name}`)}</dt>
          <dd>{rows[name] || '—'}</dd>
        </div>
      ))}
    </dl>
  )
}
