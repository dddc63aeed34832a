import { Alert } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { toFailure } from '../failure.ts'
import { useAsk } from '../state/client-context.ts'
import { useScanned } from '../state/use-scanned.ts'

/** Opens the case whose paper is scanned while nothing is being typed, or says why there is none. */
export function ScannedCodes() {
  const { t } = useTranslation()
  const ask = useAsk()
  const navigate = useNavigate()
  const [text, setText] = useState<string>()
  useScanned(code => {
    setText(undefined)
    ask('codes.find', { text: code }).then(
      ({ id }) => navigate(`/case/${id}`),
      thrown => setText(toFailure(thrown, t('failure.broken')).text),
    )
  })
  if (!text) return null
  return <Alert type="warning" showIcon banner title={text} closable={{ onClose: () => setText(undefined) }} />
}
