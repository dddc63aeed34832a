import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Alert } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VerifiedView } from '../../api/audit.ts'
import type { AnswerOf } from '../../api.ts'
import { useAsk, useNotice } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'

/** Reads both chains to the end and says whether everything is as it was written. */
export function AuditVerify() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure, clear } = useAct()
  const [found, setFound] = useState<AnswerOf<'audit.verify'>>()
  const [progress, setProgress] = useState('')
  useNotice(notice => {
    if (notice.topic === 'progress' && notice.job === 'audit') setProgress(notice.text)
  })
  const verify = async () => {
    setProgress('')
    const answer = await run(() => ask('audit.verify', {}))
    if (answer) setFound(answer)
  }
  return (
    <section className="audit-verify">
      <KeyButton hotkey="F9" icon={<SafetyCertificateOutlined />} loading={busy} onClick={() => void verify()}>
        {t('audit.verify')}
      </KeyButton>{' '}
      <span className="faint" aria-live="polite">
        {busy ? progress : t('audit.verifyHint')}
      </span>
      {failure && <FailureNote failure={failure} close={clear} />}
      {found && !busy && (
        <>
          <Result title={t('audit.centre')} verified={found.centre} />
          <Result title={t('audit.own')} verified={found.own} />
        </>
      )}
    </section>
  )
}

function Result({ title, verified }: { title: string; verified: VerifiedView }) {
  const { t } = useTranslation()
  const { anchors, count, findings, link, rows } = verified
  return (
    <Alert
      className="audit-result"
      type={count ? 'error' : 'success'}
      showIcon
      role={count ? 'alert' : 'status'}
      title={count ? t('audit.broken', { title, count, rows }) : t('audit.sound', { title, rows, anchors })}
      description={
        count ? (
          <ul>
            {findings.map(text => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        ) : (
          <span className="faint mono">{link}</span>
        )
      }
    />
  )
}
