import { EditOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { CaseView } from '../../api/cases.ts'
import { KeyButton } from './key-button.tsx'

/** Goes to the form of a case that may be edited. */
export function EditLink({ view }: { view: CaseView }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  if (!view.editable) return null
  return (
    <KeyButton size="small" hotkey="E" icon={<EditOutlined />} onClick={() => navigate(`/case/${view.id}/edit`)}>
      {t('case.edit')}
    </KeyButton>
  )
}
