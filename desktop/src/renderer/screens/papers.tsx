import { Alert, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { PageFound, PageSearch } from '../../api/archive.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'

/** 材料全文检索: papers by what stands on them. */
export function PapersScreen() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure, clear } = useAct()
  const [text, setText] = useState('')
  const [found, setFound] = useState<PageSearch>()
  const box = useRef<InputRef>(null)
  useEffect(() => box.current?.focus(), [])
  const search = async () => {
    if (!text.trim() || busy) return
    const answer = await run(() => ask('archive.search', { text }))
    if (answer) setFound(answer)
  }
  return (
    <div className="page">
      <PageHead title={t('papers.menu')} />
      <div className="paper-search">
        <Input
          ref={box}
          aria-label={t('papers.menu')}
          placeholder={t('papers.searchHint')}
          maxLength={200}
          value={text}
          onChange={event => setText(event.target.value)}
          onPressEnter={() => void search()}
        />
        <KeyButton type="primary" hotkey="Enter" loading={busy} onClick={() => void search()}>
          {t('papers.search')}
        </KeyButton>
      </div>
      {failure && <FailureNote failure={failure} close={clear} />}
      {found && <Found found={found} />}
    </div>
  )
}

function Found({ found }: { found: PageSearch }) {
  const { t } = useTranslation()
  return (
    <>
      {!found.centre && <Alert type="info" showIcon title={t('papers.hereOnly')} />}
      {found.hits.length === 0 && <EmptyNote text={t('papers.none')} />}
      <ul className="paper-hits">
        {found.hits.map(hit => (
          <Hit key={hit.hash} hit={hit} />
        ))}
      </ul>
      {found.more && <p className="faint">{t('papers.more')}</p>}
    </>
  )
}

function Hit({ hit }: { hit: PageFound }) {
  const { t } = useTranslation()
  return (
    <li>
      {hit.caseId ? <Link to={`/case/${hit.caseId}`}>{hit.title}</Link> : <b>{hit.title}</b>}{' '}
      <span className="faint">{hit.unitName ?? t('papers.notHere')}</span>
      <p>{hit.excerpt}</p>
    </li>
  )
}
