import '@fontsource-variable/noto-sans-sc'
import 'hanamin/HanaMin.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/form.css'
import './styles/pages.css'
import './styles/people.css'
import './styles/facts.css'
import './styles/messages.css'
import './styles/open-apps.css'
import './styles/camera.css'
import './styles/printers.css'
import './styles/dashboard.css'
import './styles/phone.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { connect } from './connect.ts'
import { i18n } from './words/i18n.ts'

const client = connect({
  lost: () => i18n.t('failure.lost'),
  broken: () => i18n.t('failure.broken'),
})
createRoot(document.getElementById('root')!).render(<App client={client} />)
