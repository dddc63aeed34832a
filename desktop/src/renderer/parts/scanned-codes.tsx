import { Alert } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { looksSigned } from '../../../../shared-types/src/engine/signed-code.ts'
import { toFailure } from '../failure.ts'
import { useAsk, useNotice } from '../state/client-context.ts'
import { isTyping } from '../state/use-hotkeys.ts'
import { useScanned } from '../state/use-scanned.ts'

/** Opens the case whose paper is scanned while nothing is being typed, or says why there is none. */
export function ScannedCodes() {
  const { t } = useTranslation()
  const ask = useAsk()
  const navigate = useNavigate()
  const [text, setText] = useState<string>()
  const open = (code: string) => {
    setText(undefined)
    if (looksSigned(code)) return navigate('/verify', { state: { code } })
    ask('codes.find', { text: code }).then(
      ({ id }) => navigate(`/case/${id}`),
      thrown => setText(toFailure(thrown, t('failure.broken')).text),
    )
  }
  useScanned(open)
  useNotice(notice => {
    // Of several tabs the one that is worked in.
    if (notice.topic !== 'code' || !document.hasFocus()) return
    if (isTyping(document.activeElement)) typeCode(notice.text)
    else open(notice.text)
  })
  if (!text) return null
  return <Alert type="warning" showIcon banner title={text} closable={{ onClose: () => setText(undefined) }} />
}

/** Puts a code into the field that has the focus, and goes on, as a reader does that types. */
function typeCode(text: string): void {
  document.execCommand('insertText', false, text)
  const enter = new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true })
  document.activeElement?.dispatchEvent(enter)
}
