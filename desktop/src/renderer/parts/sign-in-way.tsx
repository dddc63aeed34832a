import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'

export type Way = 'password' | 'key'

/** With what somebody comes: a password, or their USB key. */
export function SignInWay({ way, choose }: { way: Way; choose(way: Way): void }) {
  const { t } = useTranslation()
  return (
    <Segmented<Way>
      className="sign-in-way"
      aria-label={t('usbKey.way')}
      value={way}
      options={[
        { value: 'password', label: t('signIn.password') },
        { value: 'key', label: t('usbKey.name') },
      ]}
      onChange={value => choose(value)}
    />
  )
}
