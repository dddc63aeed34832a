import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../state/use-call.ts'

/**
 * The photo on the chip of this person's card, to compare with who stands at the window; else why it is not shown. It stays
 * when the card is taken away.
 */
export function CardPhoto({ type, number }: { type: string; number: string }) {
  const { t } = useTranslation()
  // A card that was moved while it was asked for is read again; what was said once is not asked anew.
  const said = useRef(false)
  const { answer } = useCall(
    'card.photo',
    { type, number },
    ({ topic, ...notice }) => !said.current && topic === 'card' && 'state' in notice && notice.state === 'placed',
  )
  useEffect(() => {
    said.current = answer !== undefined
  }, [answer])
  const picture = answer?.picture
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = picture && URL.createObjectURL(new Blob([picture as Uint8Array<ArrayBuffer>], { type: 'image/png' }))
    setUrl(made)
    return () => {
      if (made) URL.revokeObjectURL(made)
    }
  }, [picture])
  if (answer?.text) return <p className="faint">{answer.text}</p>
  return url ? <img className="card-photo" src={url} alt={t('intake.photo')} /> : null
}
