import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import type { Domain } from '../../../../shared-types/src/model/domain.ts'

/** The way to the search in papers, beside the places of the domain that keeps them. */
export function PapersLink({ domain }: { domain: Domain }) {
  const { t } = useTranslation()
  if (!domain.papers) return null
  return (
    <NavLink to="/papers">
      <span>{t('papers.menu')}</span>
    </NavLink>
  )
}
