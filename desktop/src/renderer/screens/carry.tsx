import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CarryIn } from '../parts/carry-in.tsx'
import { CarryOut } from '../parts/carry-out.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { useStatus } from '../state/status.tsx'

/** Sticks: what this window sends with one, and what comes on one. */
export function CarryScreen() {
  const { t } = useTranslation()
  // What is likely to be done here stands first; it stays there when the line comes or goes meanwhile.
  const network = useStatus()?.network
  const [online] = useState(network === 'online')
  return (
    <div className="page">
      <PageHead title={t('carry.title')} />
      {online && <CarryIn />}
      <CarryOut />
      {!online && <CarryIn />}
    </div>
  )
}
