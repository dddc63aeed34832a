import { CloudUploadOutlined, WarningFilled } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../api/cases.ts'

/** Whether the centre has a case's work: nothing is shown when it has. */
export function SendingMark({ sending }: { sending: Row['sending'] }) {
  const { t } = useTranslation()
  if (sending === 'sent') return null
  return (
    <Tooltip title={t(`sending.${sending}`)}>
      {sending === 'waiting' ? (
        <CloudUploadOutlined className="tone-wait" aria-label={t('sending.waiting')} />
      ) : (
        <WarningFilled className="tone-bad" aria-label={t('sending.refused')} />
      )}
    </Tooltip>
  )
}
