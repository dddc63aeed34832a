import { LockOutlined, LogoutOutlined, MenuOutlined, SearchOutlined, SwapOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../state/client-context.ts'
import { useSession, useSessionState } from '../state/session.tsx'
import { KeyButton } from './key-button.tsx'
import { LanguageChoice } from './station-settings.tsx'

/** Above everything: the product, the unit, the search over all, and who is at the desk in which post. */
export function HeadBar({ search, menu }: { search(): void; menu(): void }) {
  const { t } = useTranslation()
  const state = useSessionState()
  return (
    <header className="head-bar">
      <Button
        type="text"
        className="head-button head-menu"
        icon={<MenuOutlined />}
        aria-label={t('dashboard.menu')}
        onClick={menu}
      />
      <b className="head-name">{t('product')}</b>
      <span className="head-unit ellipsis">
        {state.deployment} · {state.post?.unitName}
      </span>
      {state.demo && <em className="simulated">{t('demo.mark')}</em>}
      <span className="grow" />
      <KeyButton className="head-search" hotkey="Ctrl+K" icon={<SearchOutlined />} onClick={search}>
        {t('search.open')}
      </KeyButton>
      <PostSwitch />
      <LanguageChoice />
      <Lock />
      <SignOut />
    </header>
  )
}

function PostSwitch() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { take } = useSession()
  const { person, post, posts } = useSessionState()
  const change = async (id: string) => {
    take(await ask('session.switchPost', { post: id }))
  }
  const name = (
    <span className="head-person">
      <b>{person?.name}</b> {post?.label}
    </span>
  )
  if (posts.length < 2) return name
  const items = posts.map(p => ({ key: p.id, label: `${p.unitName} · ${p.label}`, disabled: p.id === post?.id }))
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => void change(key) }}>
      <Button type="text" className="head-button" title={t('head.switch')}>
        {name} <SwapOutlined />
      </Button>
    </Dropdown>
  )
}

function Lock() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { take } = useSession()
  return (
    <KeyButton
      type="text"
      className="head-button"
      hotkey="Alt+L"
      icon={<LockOutlined />}
      onClick={() => void ask('session.lock', {}).then(take)}
    >
      {t('head.lock')}
    </KeyButton>
  )
}

function SignOut() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { leave } = useSession()
  return (
    <Button
      type="text"
      className="head-button"
      icon={<LogoutOutlined />}
      onClick={() => void ask('session.signOut', {}).then(leave)}
    >
      {t('head.signOut')}
    </Button>
  )
}
