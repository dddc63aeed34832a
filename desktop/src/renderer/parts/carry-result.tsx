import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CarryBrought, CarryTaken } from '../../api/carry.ts'
import { KeyButton } from './key-button.tsx'

interface CarryResultProps {
  taken?: CarryTaken
  brought?: CarryBrought
  busy: boolean
  give(file: string, name: string): void
}

/** What came of a file from a stick, and the next step. */
export function CarryResult({ taken, brought, busy, give }: CarryResultProps) {
  const { t } = useTranslation()
  if (taken)
    return (
      <Alert
        showIcon
        type={taken.refused ? 'warning' : 'success'}
        title={t('carry.taken', { ...taken })}
        description={
          <>
            {taken.refused > 0 && <p>{t('carry.takenRefused')}</p>}
            <p>{t(taken.behind ? 'carry.takenBehind' : 'carry.takenOthers', { others: taken.others })}</p>
            {taken.waiting > 0 && <p>{t('carry.takenWaiting', { waiting: taken.waiting })}</p>}
          </>
        }
      />
    )
  if (!brought) return null
  return (
    <Alert
      showIcon
      type={brought.refused ? 'warning' : 'success'}
      title={t(brought.again ? 'carry.broughtAgain' : 'carry.brought', { ...brought })}
      description={
        <>
          <p>{t('carry.broughtNext', { ...brought })}</p>
          <KeyButton
            hotkey="F9"
            type="primary"
            autoFocus
            loading={busy}
            onClick={() => give(brought.file, brought.name)}
          >
            {t('carry.saveReceipt')}
          </KeyButton>
        </>
      }
    />
  )
}
